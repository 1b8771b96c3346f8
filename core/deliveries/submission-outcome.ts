import type { Submission } from '../mail/submission.ts'
import type { DeliveryFact } from './apply-delivery.ts'
import type { BackoffReason } from './send-pace.ts'

export type SubmissionOutcome = {
  /** What the ledger records; undefined if it is not known whether SES accepted the mail. */
  readonly fact: DeliveryFact | undefined
  /**
   * Why the delivery must be tried again. The sender then stops, because the next mail would probably get the same
   * answer.
   */
  readonly backoff: Exclude<BackoffReason, 'crowded'> | undefined
}

/** Decides what the answer of SES means for a delivery that was claimed with `token`. */
export function submissionOutcome(result: Submission, token: string): SubmissionOutcome {
  switch (result.kind) {
    case 'submitted':
      return { fact: { kind: 'submitted', messageId: result.messageId }, backoff: undefined }
    case 'rejected':
      return { fact: { kind: 'failed', reason: result.reason, token }, backoff: undefined }
    case 'throttled':
      return { fact: { kind: 'released', token }, backoff: result.spent ? 'spent' : 'throttled' }
    case 'refused':
      return { fact: { kind: 'released', token }, backoff: undefined }
    case 'unknown': // The claim stays until the Send event, or the end of the settling time, settles it.
      return { fact: undefined, backoff: 'unsettled' }
  }
}
