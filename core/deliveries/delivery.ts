import type { Recipient } from '../messages.ts'

/**
 * One issue to one recipient. `claimed` is a hand-over to SES under way; `unknown` is a hand-over of which nobody can say
 * yet whether SES has the mail, because its claim's lease ended without a mark.
 */
export type DeliveryState = 'pending' | 'claimed' | 'unknown' | 'submitted' | 'skipped' | 'suppressed' | 'failed'

export type Delivery = Recipient & {
  /** `daily-12` */
  readonly issueId: string
  readonly state: DeliveryState
  /** Why it was skipped, suppressed or failed. */
  readonly reason: string | undefined
  /** Who is handing it over, and since when; a claim ends `claimLeaseSeconds` after `claimedAt`. */
  readonly claim: { readonly token: string; readonly claimedAt: string } | undefined
  /** How often it was handed over. */
  readonly attempts: number
  /** Since when the last hand-over was under way; right before it, it was looked up whether they may be mailed. */
  readonly handedOverAt: string | undefined
  /** How many hand-overs were given up as unknown, so that it might be handed over again. */
  readonly givenUp: number
  /** SES's message id. */
  readonly messageId: string | undefined
  /** SES's ids of further mails: a hand-over that had been given up reached SES after all. */
  readonly repeats: readonly string[]
  /** What SES reported of it since: one of `outcomes`. */
  readonly outcome: string | undefined
}

export type DeliveryCounts = Readonly<
  Record<'recipients' | 'submitted' | 'skipped' | 'suppressed' | 'failed' | 'unknown' | 'pending', number>
>

/** Returns the delivery of an issue to a recipient as planned: not submitted yet. */
export function ledgerEntry(issueId: string, { subscriberId, articles }: Recipient): Delivery {
  return {
    issueId,
    subscriberId,
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
