import type { DeliveryFact, Outcome } from '../deliveries/apply-delivery.ts'
import type { Suppression } from '../subscribers/subscriber.ts'
import type { Feedback } from './feedback.ts'

/** What a piece of feedback changes. */
export type FeedbackPlan = {
  /** Addresses that must no longer be mailed, as SES spells them. */
  readonly suppressions: readonly { readonly address: string; readonly suppression: Suppression }[]
  /** Addresses with a bounce that may be temporary. They are suppressed after bounces for several issues in a row. */
  readonly softBounces: readonly string[]
  /** Addresses that accepted a mail: their soft bounces no longer count. */
  readonly delivered: readonly string[]
  /** What the ledger records if the mail was a delivery. */
  readonly fact: DeliveryFact
}

export function planFeedback(feedback: Feedback): FeedbackPlan {
  const { kind, recipients, at } = feedback
  const addresses = recipients.map(({ address }) => address)
  const suppress = (reason: Suppression['reason']) =>
    addresses.map((address) => ({ address, suppression: { reason, at } }))
  const nothing: FeedbackPlan = { suppressions: [], softBounces: [], delivered: [], fact: factOf(feedback) }
  if (kind === 'delivery') return { ...nothing, delivered: addresses }
  if (kind === 'bounce' && feedback.permanent) return { ...nothing, suppressions: suppress('bounce') }
  if (kind === 'bounce' && isAboutMailbox(feedback)) return { ...nothing, softBounces: addresses }
  if (kind === 'complaint' && !isNotSpam(feedback)) return { ...nothing, suppressions: suppress('complaint') }
  return nothing
}

/** Returns the suppression of an address once enough issues in a row have bounced softly. */
export function suppressAfter(softBounces: number, limit: number, at: string): Suppression | undefined {
  return softBounces < limit ? undefined : { reason: 'bounce', at }
}

/** From the mildest to the most severe. */
const suppressionReasons: readonly Suppression['reason'][] = ['bounce', 'operator', 'complaint']

/** If an address has several reasons to be suppressed, the most severe one is kept: a complaint is never forgotten. */
export function severityOf({ reason }: Suppression): number {
  return suppressionReasons.indexOf(reason)
}

function factOf(feedback: Feedback): DeliveryFact {
  const { kind, messageId } = feedback
  switch (kind) {
    case 'send':
      return { kind: 'submitted', messageId }
    case 'delivery':
      return { kind: 'reported', outcome: 'delivered', messageId }
    case 'delay':
      return { kind: 'reported', outcome: 'delayed', messageId }
    case 'reject':
    case 'renderingFailure':
      return { kind: 'reported', outcome: 'rejected', messageId }
    case 'bounce':
      // An automatic reply only proves that the mail was sent.
      if (isAutomaticReply(feedback)) return { kind: 'submitted', messageId }
      return { kind: 'reported', outcome: bounceOutcome(feedback), messageId }
    case 'complaint':
      if (isNotSpam(feedback)) return { kind: 'reported', outcome: 'delivered', messageId }
      return { kind: 'reported', outcome: 'complained', messageId }
  }
}

function bounceOutcome({ permanent, feedbackSubtype }: Feedback): Outcome {
  if (!permanent) return 'softBounced'
  return feedbackSubtype === 'OnAccountSuppressionList' ? 'suppressed' : 'bounced'
}

/** True if a soft bounce is about the mailbox, not about the mail that was sent to it. */
function isAboutMailbox(feedback: Feedback): boolean {
  return !isAutomaticReply(feedback) && !subtypesAboutMail.includes(feedback.feedbackSubtype)
}

const subtypesAboutMail: readonly unknown[] = ['MessageTooLarge', 'ContentRejected', 'AttachmentRejected']

/** SES reports an out-of-office reply as a soft bounce, but without the status of a mail server. */
function isAutomaticReply({ permanent, recipients }: Feedback): boolean {
  return !permanent && recipients.every(({ status, diagnosticCode }) => !status && !diagnosticCode)
}

/** True if the recipient reported that the mail is *not* spam (RFC 5965, `not-spam`). */
function isNotSpam({ feedbackSubtype }: Feedback): boolean {
  return feedbackSubtype === 'not-spam'
}
