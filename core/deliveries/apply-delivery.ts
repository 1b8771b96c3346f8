import type { Delivery } from './delivery.ts'

/** Seconds. The sending Lambda's timeout must be shorter: after it nobody works under the claim any more. */
export const claimLeaseSeconds = 60

/** Seconds after the lease in which SES's Send event may still settle an unknown hand-over. */
export const settleSeconds = 240

/**
 * What SES reported of a submitted mail, from the least to the most telling: a later one never regresses. `suppressed`:
 * SES did not send it, because the address is on the account's own suppression list.
 */
export const outcomes = [
  'delayed',
  'delivered',
  'softBounced',
  'suppressed',
  'bounced',
  'rejected',
  'complained',
] as const
export type Outcome = (typeof outcomes)[number]

export type DeliveryFact =
  /** A sender takes the delivery to hand it over. The token tells its own claim from everybody else's. */
  | { readonly kind: 'claimed'; readonly token: string; readonly at: string }
  /** SES has the mail: its answer to the hand-over, or its Send event. */
  | { readonly kind: 'submitted'; readonly messageId: string }
  /** SES throttled: the claim's hand-over certainly did not happen. */
  | { readonly kind: 'released'; readonly token: string }
  /** Decided before any hand-over under `token`, or without a claim at all. */
  | { readonly kind: 'skipped' | 'suppressed' | 'failed'; readonly reason: string; readonly token?: string }
  /** The operator has seen to the reason, and lets it be handed over again. */
  | { readonly kind: 'retried' }
  | { readonly kind: 'leaseEnded'; readonly at: string }
  | { readonly kind: 'settlingTimePassed'; readonly at: string; readonly onUnknown: 'leave' | 'resend' }
  | { readonly kind: 'reported'; readonly outcome: Outcome; readonly messageId: string }

/**
 * The ledger's rules. Answers the same object when the fact changes nothing (it is repeated or came late), and
 * `impossible` when it contradicts the delivery, as a claim of a submitted one does; then nothing may be done about it.
 */
export function applyDelivery(delivery: Delivery, fact: DeliveryFact): Delivery | 'impossible' {
  switch (fact.kind) {
    case 'claimed':
      return claim(delivery, fact.token, fact.at)
    case 'submitted':
      return submit(delivery, fact.messageId)
    case 'released':
      return release(delivery, fact.token)
    case 'skipped':
    case 'suppressed':
    case 'failed':
      return finish(delivery, fact.kind, fact.reason, fact.token)
    case 'retried':
      return delivery.state === 'failed' ? { ...delivery, state: 'pending', reason: undefined } : delivery
    case 'leaseEnded':
      return endLease(delivery, fact.at)
    case 'settlingTimePassed':
      return settle(delivery, fact.at, fact.onUnknown)
    case 'reported':
      return report(delivery, fact.outcome, fact.messageId)
  }
}

/** A claim whose lease has ended must become unknown first, an unknown hand-over must be settled first. */
export function canClaim(delivery: Delivery): boolean {
  return delivery.state === 'pending'
}

/** What the clock alone says of a delivery: a lease has ended, an unknown hand-over has had its time to settle. */
export function applyTime(delivery: Delivery, at: string, onUnknown: 'leave' | 'resend'): Delivery {
  const settled = endLease(delivery, at)
  if (settled === 'impossible') return delivery
  const next = settle(settled, at, onUnknown)
  return next === 'impossible' ? settled : next
}

function claim(delivery: Delivery, token: string, at: string): Delivery | 'impossible' {
  if (delivery.state === 'claimed' && delivery.claim?.token === token) return delivery
  if (!canClaim(delivery)) return 'impossible'
  const attempts = delivery.attempts + 1
  return { ...delivery, state: 'claimed', claim: { token, claimedAt: at }, attempts, handedOverAt: at }
}

/** Evidence beats every other state, but there is none of a mail that nobody ever handed over. */
function submit(delivery: Delivery, messageId: string): Delivery | 'impossible' {
  if (delivery.state === 'submitted') return addRepeat(delivery, messageId)
  if (delivery.attempts === 0) return 'impossible'
  return { ...delivery, state: 'submitted', reason: undefined, claim: undefined, messageId }
}

function addRepeat(delivery: Delivery, messageId: string): Delivery {
  const { repeats } = delivery
  if (messageId === delivery.messageId || repeats.includes(messageId)) return delivery
  return { ...delivery, repeats: [...repeats, messageId] }
}

function release(delivery: Delivery, token: string): Delivery | 'impossible' {
  if (!underWay(delivery)) return delivery
  if (delivery.claim?.token !== token) return 'impossible'
  return { ...delivery, state: 'pending', claim: undefined, attempts: delivery.attempts - 1, handedOverAt: undefined }
}

function finish(
  delivery: Delivery,
  state: 'skipped' | 'suppressed' | 'failed',
  reason: string,
  token: string | undefined,
): Delivery | 'impossible' {
  if (delivery.state === state) return delivery
  if (delivery.state === 'pending') return { ...delivery, state, reason }
  if (!underWay(delivery) || token === undefined || delivery.claim?.token !== token) return 'impossible'
  const attempts = state === 'failed' ? delivery.attempts : delivery.attempts - 1
  return { ...delivery, state, reason, claim: undefined, attempts }
}

function endLease(delivery: Delivery, at: string): Delivery | 'impossible' {
  if (delivery.state !== 'claimed') return delivery
  return secondsSinceClaim(delivery, at) < claimLeaseSeconds ? 'impossible' : { ...delivery, state: 'unknown' }
}

function settle(delivery: Delivery, at: string, onUnknown: 'leave' | 'resend'): Delivery | 'impossible' {
  if (delivery.state === 'claimed') return 'impossible'
  if (delivery.state !== 'unknown' || onUnknown === 'leave') return delivery
  if (secondsSinceClaim(delivery, at) < claimLeaseSeconds + settleSeconds) return 'impossible'
  return { ...delivery, state: 'pending', claim: undefined, givenUp: delivery.givenUp + 1 }
}

function report(delivery: Delivery, outcome: Outcome, messageId: string): Delivery | 'impossible' {
  const submitted = submit(delivery, messageId)
  if (submitted === 'impossible') return 'impossible'
  return rank(outcome) > rank(submitted.outcome) ? { ...submitted, outcome } : submitted
}

/** SES may have the mail, or may be getting it right now. */
function underWay({ state }: Delivery): boolean {
  return state === 'claimed' || state === 'unknown'
}

function secondsSinceClaim({ claim }: Delivery, at: string): number {
  return claim ? (Date.parse(at) - Date.parse(claim.claimedAt)) / 1000 : 0
}

function rank(outcome: string | undefined): number {
  const ranks: readonly (string | undefined)[] = outcomes
  return ranks.indexOf(outcome)
}

/** Whether more may yet become of it by itself: a hand-over under way, or an unknown one that is to be settled. */
export function isOpen(delivery: Delivery, onUnknown: 'leave' | 'resend'): boolean {
  return delivery.state === 'claimed' || (delivery.state === 'unknown' && onUnknown === 'resend')
}
