import type { DeliveryStore } from '../../aws/deliveries/delivery-store.ts'
import type { MailSender } from '../../aws/deliveries/mail-sender.ts'
import type { SendPace } from '../../aws/deliveries/send-pace-store.ts'
import type { SuppressionStore } from '../../aws/feedback/suppression-store.ts'
import type { SubscriberStore } from '../../aws/subscribers/subscriber-store.ts'
import type { BackoffReason } from '../../core/deliveries/send-pace.ts'
import type { SettledState } from '../../core/deliveries/settled-counts.ts'
import type { mailWriter } from '../../core/deliveries/write-mail.ts'
import type { Issue } from '../../core/issues/issue.ts'
import type { Recipient } from '../../core/messages.ts'
import type { Site } from '../../core/site.ts'
import type { Secrets } from '../../core/subscribers/secrets.ts'

/** What a sender works with while it sends mails of one issue. */
export type Sender = {
  readonly site: Site
  readonly deliveries: Pick<DeliveryStore, 'add' | 'begin' | 'get' | 'save'>
  readonly subscribers: Pick<SubscriberStore, 'getMany'>
  readonly suppressions: Pick<SuppressionStore, 'getMany'>
  readonly mail: Pick<MailSender, 'submit'>
  readonly pace: Pick<SendPace, 'backOff'>
  readonly issue: Issue
  /** The batch of the recipients. */
  readonly batch: string | undefined
  readonly secrets: Secrets
  readonly writeMail: ReturnType<typeof mailWriter>
  readonly clock: () => Date
  /** Set when SES throttles or does not answer: the sender submits nothing more for now. */
  backoff: BackoffReason | undefined
}

/** What happened to a delivery: it is settled, must be tried again, or waits in the ledger because the issue is paused. */
export type Outcome =
  | { readonly state: SettledState }
  | { readonly backoff: BackoffReason }
  | { readonly state?: undefined; readonly backoff?: undefined }

/** The result for one recipient: an outcome or an error. */
export type Result = {
  readonly recipient: Recipient
  readonly state?: SettledState | undefined
  readonly backoff?: BackoffReason | undefined
  readonly error?: unknown
}
