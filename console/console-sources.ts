import type { UploadStore } from '../aws/articles/upload-store.ts'
import type { ContentStore } from '../aws/content-store.ts'
import type { DeliveryStore } from '../aws/deliveries/delivery-store.ts'
import type { ProgressStore } from '../aws/deliveries/progress-store.ts'
import type { UnsubscriptionStore } from '../aws/deliveries/unsubscription-store.ts'
import type { FailureStore } from '../aws/failure-store.ts'
import type { ClickStore } from '../aws/issues/click-store.ts'
import type { IssueStore } from '../aws/issues/issue-store.ts'
import type { ReasonStore } from '../aws/subscribers/reason-store.ts'
import type { SubscriberStore } from '../aws/subscribers/subscriber-store.ts'
import type { Settings } from '../core/environment.ts'
import type { EventType } from '../core/events/event-types.ts'
import type { Issue } from '../core/issues/issue.ts'
import type { RemovedDigest } from '../core/monitoring/removed-digests.ts'
import type { Site } from '../core/site.ts'

/** The parts of a running stack that the console uses. It reads all of them, and writes only uploads. */
export type ConsoleStack = {
  readonly site: Site
  readonly settings: Pick<Settings, 'uploadsBucket' | 'ingestQueueUrl'>
  readonly uploads: Pick<UploadStore, 'list' | 'get' | 'getReceipt' | 'put' | 'putOver'>
  readonly issues: Pick<IssueStore, 'list' | 'get' | 'listDigests'>
  readonly deliveries: Pick<DeliveryStore, 'list' | 'readStatistics'>
  readonly unsubscriptions: Pick<UnsubscriptionStore, 'list'>
  readonly issueContent: Pick<ContentStore<Issue>, 'get'>
  readonly clicks: Pick<ClickStore, 'read'>
  readonly progress: Pick<ProgressStore, 'listAll'>
  readonly subscribers: Pick<SubscriberStore, 'list'>
  readonly reasons: Pick<ReasonStore, 'listTotals' | 'listTexts'>
  readonly readRemovedDigests: () => Promise<readonly RemovedDigest[]>
  readonly failures: Pick<FailureStore, 'count' | 'list'>
}

/** A captured mail. */
export type Mail = {
  /** SES message id, which the console treats as opaque. */
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly source: string
  readonly destinations: readonly string[]
  readonly subject: string
  readonly tags: Readonly<Record<string, string>>
  /** File name within the mail folder. */
  readonly file: string
  /** Bytes. */
  readonly size: number
}

export type MailBox = {
  /** Lists mails, newest first. With `before`, only those older than the mail with that id. */
  mails(options: { readonly limit: number; readonly before?: string }): readonly Mail[]
}

/** An event that was announced to other programs. */
export type Announced = {
  /** Grows with each event. */
  readonly number: number
  readonly event: {
    readonly 'detail-type': string
    /** An instant. */
    readonly time: string
    readonly detail: {
      readonly article?: { readonly title: string }
      readonly issue?: { readonly id: string; readonly title: string }
      readonly subscriber?: { readonly id: string }
    }
  }
}

export type EventBox = {
  /** Lists events, newest first. With `before`, only those before the one with that number; with `type`, only of that type. */
  list(options: { readonly limit: number; readonly before?: number; readonly type?: EventType }): readonly Announced[]
}

/** The data that the pages show. */
export type ConsoleSources = {
  readonly stack: ConsoleStack
  readonly ses: MailBox
  readonly events: EventBox
  /** Folder of the captured mails as `.eml` files. */
  readonly mailFolder: string
}
