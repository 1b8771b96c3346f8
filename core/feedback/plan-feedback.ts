import type { DeliveryFact } from '../deliveries/apply-delivery.ts'
import type { Suppression } from '../subscribers/subscriber.ts'
import { classifyBounce } from './classify-bounce.ts'
import type { Feedback } from './feedback.ts'

/** What a piece of feedback changes. */
export type FeedbackPlan = {
  /** Addresses that must no longer be mailed, as SES spells them. */
  readonly suppressions: readonly { readonly address: string; readonly suppression: Suppression }[]
  /** Addresses at which an issue bounced, perhaps only for now. They are suppressed after several issues in a row. */
  readonly softBounces: readonly string[]
  /** Addresses that accepted an issue. */
  readonly delivered: readonly string[]
  /** What the ledger records if the mail was a delivery. */
  readonly fact: DeliveryFact
}

export function planFeedback(feedback: Feedback): FeedbackPlan {
  const { kind, addresses, at, messageId } = feedback
  const suppress = (reason: Suppression['reason']) =>
    addresses.map((address) => ({ address, suppression: { reason, at } }))
  // Other mails say nothing about issues in a row.
  const ofIssue = feedback.deliveryTags.issue && feedback.deliveryTags.delivery ? addresses : []
  const plan = (fact: DeliveryFact, changes: Partial<FeedbackPlan> = {}): FeedbackPlan => ({
    ...{ suppressions: [], softBounces: [], delivered: [], fact },
    ...changes,
  })
  const report = (outcome: Extract<DeliveryFact, { kind: 'reported' }>['outcome']) =>
    ({ kind: 'reported', outcome, messageId }) as const
  const submitted = { kind: 'submitted', messageId } as const
  switch (kind) {
    case 'send':
      return plan(submitted)
    case 'delivery':
      return plan(report('delivered'), { delivered: ofIssue })
    case 'delay':
      return plan(report('delayed'))
    case 'reject':
    case 'renderingFailure':
      return plan(report('rejected'))
    case 'complaint':
      // RFC 5965: the recipient reports that the mail is no spam.
      if (feedback.feedbackSubtype === 'not-spam') return plan(report('delivered'))
      return plan(report(feedback.isListed ? 'suppressed' : 'complained'), { suppressions: suppress('complaint') })
    case 'bounce':
      switch (classifyBounce(feedback)) {
        case 'mailbox':
          return plan(report('bounced'), { suppressions: suppress('bounce') })
        case 'listed':
          return plan(report('suppressed'), { suppressions: suppress('bounce') })
        case 'mailboxForNow':
          return plan(report('softBounced'), { softBounces: ofIssue })
        case 'mail':
          return plan(report('softBounced'))
        case 'sender':
          return plan(report('refused'))
        case 'reply':
          return plan(submitted) // it only proves that the mail was sent
      }
  }
}

/** Returns the suppression of an address once enough issues in a row have bounced softly. */
export function suppressAfter(softBounces: number, limit: number, at: string): Suppression | undefined {
  return softBounces < limit ? undefined : { reason: 'bounce', at }
}
