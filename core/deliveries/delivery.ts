import type { Recipient } from '../messages.ts'

/**
 * The state of one issue to one recipient. `claimed`: a sender is submitting it. `unknown`: a claim expired and no
 * result was recorded, so SES may or may not have accepted the mail.
 */
export type DeliveryState = 'pending' | 'claimed' | 'unknown' | 'submitted' | 'skipped' | 'suppressed' | 'failed'

export type Delivery = Recipient & {
  /** `daily-12` */
  readonly issueId: string
  /** The batch that it belongs to. Absent from deliveries that were planned before batches were counted. */
  readonly batch?: string | undefined
  readonly state: DeliveryState
  /** Why it was skipped, suppressed or failed. */
  readonly reason: string | undefined
  /** The sender that is submitting it, and since when. A claim ends `claimLeaseSeconds` after `claimedAt`. */
  readonly claim: { readonly token: string; readonly claimedAt: string } | undefined
  /** Number of times that it was submitted. */
  readonly attempts: number
  /** When it was last claimed, right after checking that the recipient may be mailed (the stored name of "submitted at"). */
  readonly handedOverAt: string | undefined
  /**
   * Number of submissions that were still unknown after the settling time and were given up, so that the mail could be
   * submitted again.
   */
  readonly givenUp: number
  /** The message id of SES. */
  readonly messageId: string | undefined
  /** Message ids of repeated mails: SES had accepted a submission that was given up. */
  readonly repeats: readonly string[]
  /** What SES has reported since: one of `outcomes`. */
  readonly outcome: string | undefined
  /** True if SES reported it as submitted after it had been settled otherwise, so that its batch is counted again. */
  readonly settledLate?: true
}

/** Returns the delivery of an issue to a recipient as planned: not submitted yet. */
export function ledgerEntry(issueId: string, { subscriberId, articles }: Recipient, batch?: string): Delivery {
  return {
    issueId,
    subscriberId,
    ...(batch !== undefined && { batch }),
    state: 'pending',
    articles,
    reason: undefined,
    claim: undefined,
    attempts: 0,
    handedOverAt: undefined,
    givenUp: 0,
    messageId: undefined,
    repeats: [],
    outcome: undefined,
  }
}

/** The SES message tags by which an event finds its delivery. SES allows letters, digits, `_` and `-` in their values. */
export type DeliveryTags = { readonly issue: string; readonly delivery: string }

export function deliveryTags({ issueId, subscriberId }: Pick<Delivery, 'issueId' | 'subscriberId'>): DeliveryTags {
  return { issue: issueId, delivery: subscriberId }
}
