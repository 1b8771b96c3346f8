import type { Submission } from '../mail/submission.ts'
import type { DeliveryFact } from './apply-delivery.ts'

/** Seconds until deliveries that were put back are looked at again, by why they were. */
export const delays = {
  /** Others are before them. */
  crowded: 1,
  /** SES was busy. */
  throttled: 2,
  /** Nobody knows yet whether SES has the mail. */
  unsettled: 60,
  /** SES has sent all that it may send in a day. */
  spent: 900,
} as const
export type Delay = keyof typeof delays

export type Judgement = {
  /** What the ledger learns; undefined when nobody knows what came of it. */
  readonly fact: DeliveryFact | undefined
  /** Why the delivery is to be looked at again. What happened to one mail would probably happen to the next. */
  readonly again: Exclude<Delay, 'crowded'> | undefined
}

/** What follows from a hand-over made under a claim. */
export function submissionOutcome(result: Submission, token: string): Judgement {
  switch (result.kind) {
    case 'submitted':
      return { fact: { kind: 'submitted', messageId: result.messageId }, again: undefined }
    case 'rejected':
      return { fact: { kind: 'failed', reason: result.reason, token }, again: undefined }
    case 'throttled':
      return { fact: { kind: 'released', token }, again: result.spent ? 'spent' : 'throttled' }
    case 'refused':
      return { fact: { kind: 'released', token }, again: undefined }
    case 'unknown': // The claim stays: the Send event settles it, or the settling time.
      return { fact: undefined, again: 'unsettled' }
  }
}
