import type { Submitter } from '../../aws/deliveries/deliver.ts'
import type { DeliveryStore } from '../../aws/deliveries/delivery-store.ts'
import type { SuppressionStore } from '../../aws/feedback/suppression-store.ts'
import type { SubscriberStore } from '../../aws/subscribers/subscriber-store.ts'
import type { BackoffReason } from '../../core/deliveries/send-pace.ts'
import type { SettledState } from '../../core/deliveries/settled-counts.ts'
import type { Issue } from '../../core/issues/issue.ts'
import type { Recipient } from '../../core/messages.ts'
import type { Secrets } from '../../core/subscribers/secrets.ts'

/** What a sender works with while it sends mails of one issue. */
export type Sender = Submitter & {
  readonly deliveries: Pick<DeliveryStore, 'add'>
  readonly subscribers: Pick<SubscriberStore, 'getMany'>
  readonly suppressions: Pick<SuppressionStore, 'getMany'>
  readonly issue: Issue
  /** The batch of the recipients. */
  readonly batch: string | undefined
  readonly secrets: Secrets
  readonly clock: () => Date
}

/** The result for one recipient: an outcome or an error. */
export type Result = {
  readonly recipient: Recipient
  readonly state?: SettledState | undefined
  readonly backoff?: BackoffReason | undefined
  readonly error?: unknown
}
