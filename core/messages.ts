import type { DigestName } from './publication.ts'

/** The messages that the stages exchange through queues and the event bus. Each may arrive more than once, late and out of order. */

/** Check an upload again, or publish a scheduled article if it is due. The ingest queue also gets S3's event notifications. */
export type IngestMessage = {
  readonly kind: 'check' | 'due'
  readonly key: string
  /** Number of checks in a row that led to this one. Absent: none. */
  readonly round?: number
}

/** Rebuild what a change affects. */
export type PublishMessage =
  | {
      readonly kind: 'article'
      readonly articleId: string
      /** True if the upload had no article before, so that there is no page yet. */
      readonly isNew?: true
      /** Listings to rebuild, each with the number of the change that the rebuild must include, if it was counted. */
      readonly listings: readonly { readonly listing: string; readonly change?: number }[]
    }
  /** All documents of a listing, although none of its articles changed. */
  | { readonly kind: 'listing'; readonly listing: string }
  /** A listing that a burst of changes has made stale, or the documents that show all listings. */
  | { readonly kind: 'stale'; readonly listing: string }
  | SweepMessage
  /** A closed document of a listing's feed. */
  | { readonly kind: 'archive'; readonly listing: string; readonly document: number }
  | { readonly kind: 'issue'; readonly digest: DigestName; readonly number: number }
  /** Pages that depend on no article: subscribe, 404, feeds overview, style sheet. */
  | { readonly kind: 'static' }

/** Queue the listings that a burst of changes has made stale, as soon as the burst calms down. */
export type SweepMessage = {
  readonly kind: 'sweep'
  /** The signs of a burst when this message was queued (`countSigns`): if there are more, the burst goes on. */
  readonly signs: number
  /** When the burst was noticed. */
  readonly since: string
  /** The last listing of the previous page. Absent: the first page. */
  readonly after?: string
}

/** Update the site's copies of files beside articles: of one file, or of all files that an article refers or once referred to. */
export type FilesMessage =
  | { readonly kind: 'file'; readonly key: string }
  | { readonly kind: 'article'; readonly articleId: string }

/** Compare one page of the uploads, or of the receipts, with the records. `after` is the last key of the previous page. */
export type ReconcileMessage = { readonly reconcile: 'uploads' | 'receipts'; readonly after?: string }

/** Bring the site up to date with the deployed version, or continue to. `restart`: begin again, although it is up to date. */
export type CompleteMessage = { readonly restart?: boolean }

/** Ping the hub about a changed feed (WebSub). */
export type PingMessage = { readonly feedUrl: string }

/** Run a digest: compose an issue if there is anything to send. Requesting the same run repeatedly composes one issue. */
export type ComposeMessage = {
  readonly digest: string
  /** Identifies an operator's run. */
  readonly requestId?: string
  /** The instant at which the schedule was due. Absent for an operator's run, which is never too late or too early. */
  readonly scheduledAt?: string
  /** True for a run an hour later, on a day when the digest's time does not exist because the clocks change. */
  readonly shifted?: boolean
}

/** Mail the articles that are mailed on their own. */
export type AloneMessage = { readonly alone: true }

/**
 * Mail an issue that waits for approval, or whose planning has not started, or give it up: `expire` does so only if nobody has approved it in time, and otherwise
 * brings its page up to date.
 */
export type ApprovalMessage = {
  readonly digest: string
  readonly number: number
  readonly approval: 'approve' | 'expire'
}

/** A subscriber as chosen for one issue. */
export type Recipient = {
  readonly subscriberId: string
  /** Ids of the articles that they get: a subset of the issue's articles, in the same order. */
  readonly articles: readonly string[]
}

/**
 * Choose an issue's recipients from one portion of a shard of the subscribers. A chain of such messages plans a shard
 * portion by portion, and then the shard `step` places further on.
 */
export type PlanMessage = {
  readonly digest: DigestName
  readonly number: number
  readonly shard: string
  /** Number of chains, so that together they plan every shard. Absent: the chain ends with this shard. */
  readonly step?: number
  /** The number of the portion. Absent: the first one. */
  readonly portion?: number
  /** Where the portion starts. */
  readonly cursor?: string
  /** Number of recipients, and of portions with any, that the shard has before this portion. */
  readonly chosen?: number
  readonly filled?: number
}

/** Submit deliveries of an issue, and settle those that are unknown. */
export type SendMessage = {
  readonly digest: DigestName
  readonly number: number
  readonly recipients: readonly Recipient[]
  /** The batch of these recipients. Absent from messages that were queued before batches were counted. */
  readonly batch?: string
  /** True if the batch has further recipients, who are done or in another message. */
  readonly partial?: true
  /** The instant of the digest's time of day where the recipients live. Nothing is submitted before it. */
  readonly notBefore?: string
}

/** An operator's command for the deliveries of a composed issue. `pause` is missing, because it changes no deliveries. */
export type IssueCommand = 'resume' | 'retry' | 'cancel'

/** Pause an issue. The CLI does so itself, but a deployed stack may only be reachable through its event bus. */
export type PauseMessage = {
  readonly digest: DigestName
  readonly number: number
  readonly order: 'pause'
}

/** Carry out an operator's command for all deliveries of an issue, or for those of one shard. */
export type ControlMessage = {
  readonly digest: DigestName
  readonly number: number
  readonly order: IssueCommand
  readonly from?: ControlPlace
}

export type ControlPlace = {
  readonly shard: string
  /** Distance to the next shard of the chain, as in `PlanMessage`. */
  readonly step: number
  /** The number of the last portion that is done. */
  readonly after?: number
  /**
   * The next page of the ledger, if the shard was planned before portions were recorded: the portion that it becomes, and
   * the number of recipients, and of portions with any, before it.
   */
  readonly ledger?: {
    readonly cursor: string
    readonly portion: number
    readonly recipients: number
    readonly filled: number
  }
}

/** Send a mail to the publication's operator, or else to its sender. `operator` identifies the mail. */
export type OperatorMessage = {
  readonly operator: string
  readonly subject: string
  readonly text: string
  /** How often SES has throttled this mail. Absent: never. */
  readonly throttled?: number
}

/**
 * Send a notice mail. Without `notice`, it asks a pending subscriber to confirm, or tells a confirmed one that they are
 * subscribed. `goodbye` goes only to unsubscribed ones, `export` to all, and the others only to confirmed subscribers.
 * `to` may differ from their address.
 */
export type ConfirmationMessage = {
  /** How often SES has throttled this mail. Absent: never. */ readonly throttled?: number
} & (
  | {
      readonly subscriberId: string
      readonly requestId: string
      readonly notice?:
        | 'welcome'
        | 'goodbye'
        | 'approveMove'
        | 'confirmMove'
        | 'moved'
        | 'movedAway'
        | 'export'
        | 'stay'
      readonly to?: string
    }
  | ErasedMessage
)

/** Tell a person that their data has been erased. Nothing but this message knows their address any more. */
export type ErasedMessage = {
  readonly subscriberId: string
  readonly requestId: string
  readonly notice: 'erased'
  readonly to: string
  readonly language: string
}

/** Attribute of a message that was sent again: when it was sent first, in milliseconds since 1970. */
export const firstSentAttribute = 'first-sent'
