import type { DigestName } from './publication.ts'

/** What the stages tell each other through queues. Every message may arrive twice, late and out of order. */

/** To the ingest queue, beside S3's own event notifications: look at an upload again, or at a held article's date. */
export type IngestMessage = { readonly kind: 'check' | 'due'; readonly key: string }

/** A change of the articles: rebuild what it touches. */
export type PublishMessage =
  | {
      readonly kind: 'article'
      readonly articleId: string
      /** Listings to rebuild, each with the change counter that the rebuild must at least have seen. */
      readonly listings: readonly { readonly listing: string; readonly change: number }[]
    }
  /** A closed document of a listing's feed. */
  | { readonly kind: 'archive'; readonly listing: string; readonly document: number }
  | { readonly kind: 'issue'; readonly digest: DigestName; readonly number: number }
  /** Pages that depend on no article: subscribe, 404, feeds overview, style sheet. */
  | { readonly kind: 'static' }

/** Bring files beside articles up to date: one upload, or all that an article refers or referred to. */
export type FilesMessage =
  | { readonly kind: 'file'; readonly key: string }
  | { readonly kind: 'article'; readonly articleId: string }

/** Compare the uploads, or the receipts, with what is known of them: one page of their keys, then the next. */
export type ReconcileMessage = { readonly reconcile: 'uploads' | 'receipts'; readonly after?: string }

/** Tell the hub that a feed changed (WebSub). */
export type PingMessage = { readonly feedUrl: string }

/** Time to see whether a digest has anything to send. A run is known by its `requestId`, however often it is asked for. */
export type ComposeMessage = {
  readonly digest: string
  readonly requestId?: string
  /** When the schedule wanted it, an instant; absent when an operator wants it, who is neither too late nor too early. */
  readonly scheduledAt?: string
  /** An hour after its time, for the day on which that time does not exist. */
  readonly shifted?: boolean
}

/** A subscriber as chosen for one issue. */
export type Recipient = {
  readonly subscriberId: string
  /** Ids of the articles they get, a subset of the issue's, in its order. */
  readonly articles: readonly string[]
}

/** Choose an issue's recipients in one shard of the subscribers, from a cursor on. */
export type PlanMessage = {
  readonly digest: DigestName
  readonly number: number
  readonly shard: string
  readonly cursor?: string
  /** How many recipients were chosen before the cursor. */
  readonly chosen?: number
}

/** Hand an issue's deliveries to SES, and settle those whose hand-over is unknown. */
export type SendMessage = {
  readonly digest: DigestName
  readonly number: number
  readonly recipients: readonly Recipient[]
  /** An instant: it is not yet their time of day. */
  readonly notBefore?: string
}

/** What an operator wants of an issue that was composed. Pausing it needs no look at its deliveries. */
export type IssueCommand = 'resume' | 'retry' | 'cancel'

/** Follow an operator's order: for all of an issue's deliveries, or for those of one shard from a place on. */
export type ControlMessage = {
  readonly digest: DigestName
  readonly number: number
  readonly order: IssueCommand
  readonly from?: { readonly part: string; readonly after: string | undefined }
}

/**
 * Write to a subscriber about the subscription. Without a notice: ask a pending one to confirm, or tell a confirmed one
 * that they already are. With one, which is for confirmed subscribers alone but for `goodbye`, `to` may be another address than theirs.
 */
export type ConfirmationMessage = {
  readonly subscriberId: string
  readonly requestId: string
  readonly notice?: 'welcome' | 'goodbye' | 'approveMove' | 'confirmMove' | 'moved' | 'movedAway'
  readonly to?: string
}
