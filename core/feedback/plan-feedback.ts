import type { DeliveryFact, Outcome } from '../deliveries/apply-delivery.ts'
import type { Suppression } from '../subscribers/subscriber.ts'
import type { Feedback } from './feedback.ts'

/** What follows from a piece of feedback. */
export type Judgement = {
  /** Addresses that must not be mailed any more, as SES spells them. */
  readonly suppressions: readonly { readonly address: string; readonly suppression: Suppression }[]
  /** Addresses with a bounce that may pass by itself; too many of them in a row suppress as well. */
  readonly softBounces: readonly string[]
  /** What the ledger learns of the delivery, if the mail was one. */
  readonly fact: DeliveryFact
}

export function planFeedback(feedback: Feedback): Judgement {
  const { kind, recipients, at } = feedback
  const addresses = recipients.map(({ address }) => address)
  const suppress = (reason: Suppression['reason']) =>
    addresses.map((address) => ({ address, suppression: { reason, at } }))
  const nothing: Judgement = { suppressions: [], softBounces: [], fact: factOf(feedback) }
  if (kind === 'bounce' && feedback.permanent) return { ...nothing, suppressions: suppress('bounce') }
  if (kind === 'bounce' && isMailboxes(feedback)) return { ...nothing, softBounces: addresses }
  if (kind === 'complaint' && !isNotSpam(feedback)) return { ...nothing, suppressions: suppress('complaint') }
  return nothing
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
      // An automatic reply proves no more than that the mail was sent.
      if (isAutomaticReply(feedback)) return { kind: 'submitted', messageId }
      return { kind: 'reported', outcome: bounceOf(feedback), messageId }
    case 'complaint':
      if (isNotSpam(feedback)) return { kind: 'reported', outcome: 'delivered', messageId }
      return { kind: 'reported', outcome: 'complained', messageId }
  }
}

function bounceOf({ permanent, feedbackSubtype }: Feedback): Outcome {
  if (!permanent) return 'softBounced'
  return feedbackSubtype === 'OnAccountSuppressionList' ? 'suppressed' : 'bounced'
}

/** Of a passing bounce: it says something of the mailbox, rather than of what was sent to it. */
function isMailboxes(feedback: Feedback): boolean {
  return !isAutomaticReply(feedback) && !aboutTheMail.includes(feedback.feedbackSubtype)
}

const aboutTheMail: readonly unknown[] = ['MessageTooLarge', 'ContentRejected', 'AttachmentRejected']

/** SES reports an out-of-office reply as a passing bounce, but no server has given it a status. */
function isAutomaticReply({ permanent, recipients }: Feedback): boolean {
  return !permanent && recipients.every(({ status, diagnosticCode }) => !status && !diagnosticCode)
}

/** The reader told their provider that the mail is *not* spam (RFC 5965, `not-spam`). */
function isNotSpam({ feedbackSubtype }: Feedback): boolean {
  return feedbackSubtype === 'not-spam'
}

const reasons: readonly Suppression['reason'][] = ['bounce', 'operator', 'complaint']

/** Of several reasons to suppress an address the one with the highest number counts: who complained is never mailed again. */
export function severityOf({ reason }: Suppression): number {
  return reasons.indexOf(reason)
}
