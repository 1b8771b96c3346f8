import type { Delivery } from './delivery.ts'

/** Seconds. The timeout of send-deliveries must be shorter, so that no sender works under a claim that has expired. */
export const claimLeaseSeconds = 60

/** Seconds after the lease in which the Send event of SES may still settle an unknown delivery. */
export const settleSeconds = 240

/**
 * What SES reports about a submitted mail, from the weakest to the strongest: a weaker report never replaces a stronger one.
 * `refused`: the mail server accepts no such mail from us, because of its policy or our reputation. `suppressed`: SES did not
 * send the mail because the address is on the suppression list of the account.
 */
export const outcomes = [
  'delayed',
  'delivered',
  'softBounced',
  'refused',
  'suppressed',
  'bounced',
  'rejected',
  'complained',
] as const
export type Outcome = (typeof outcomes)[number]

export type DeliveryFact =
  /** A sender takes the delivery in order to submit it. The token identifies its claim. */
  | { readonly kind: 'claimed'; readonly token: string; readonly at: string }
  /** SES accepted the mail, according to its answer or its Send event. */
  | { readonly kind: 'submitted'; readonly messageId: string }
  /** SES certainly did not accept the mail that was submitted under this claim. */
  | { readonly kind: 'released'; readonly token: string }
  /** The delivery ended without a mail: under the claim of `token`, or before any claim. */
  | { readonly kind: 'skipped' | 'suppressed' | 'failed'; readonly reason: string; readonly token?: string }
  /** The operator fixed the cause of a failure and asks for the delivery to be submitted again. */
  | { readonly kind: 'retried' }
  | { readonly kind: 'leaseEnded'; readonly at: string }
  | { readonly kind: 'settlingTimePassed'; readonly at: string; readonly onUnknown: 'leave' | 'resend' }
  | { readonly kind: 'reported'; readonly outcome: Outcome; readonly messageId: string }

/**
 * Applies a fact by the rules of the ledger. Returns the same object if the fact changes nothing (it is repeated or late),
 * and `impossible` if it contradicts the delivery, such as a claim of a submitted one; then the caller must do nothing.
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

/** True for a pending delivery. An expired claim must first become unknown, and an unknown delivery must be settled. */
export function canClaim(delivery: Delivery): boolean {
  return delivery.state === 'pending'
}

/** Applies the effects of time: ends the lease of a claim, and settles an unknown delivery after its settling time. */
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

/** A message id replaces every other state, but only after a sender has claimed the delivery at least once. */
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
  if (!mayBeSubmitted(delivery)) return delivery
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
  if (!mayBeSubmitted(delivery) || delivery.claim?.token !== token) return 'impossible'
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

/** True if SES may have the mail, or may be receiving it right now. */
function mayBeSubmitted({ state }: Delivery): boolean {
  return state === 'claimed' || state === 'unknown'
}

function secondsSinceClaim({ claim }: Delivery, at: string): number {
  return claim ? (Date.parse(at) - Date.parse(claim.claimedAt)) / 1000 : 0
}

function rank(outcome: string | undefined): number {
  const ranks: readonly (string | undefined)[] = outcomes
  return ranks.indexOf(outcome)
}

/**
 * True if a sender must look at the delivery again: it is being submitted, or it is unknown and may still be settled.
 * With `leave`, it stays unknown after the settling time.
 */
export function isOpen(delivery: Delivery, at: string, onUnknown: 'leave' | 'resend'): boolean {
  if (delivery.state === 'claimed') return true
  if (delivery.state !== 'unknown') return false
  return onUnknown === 'resend' || secondsSinceClaim(delivery, at) < claimLeaseSeconds + settleSeconds
}

/** True if the delivery is accounted for: only a command or a late report of SES changes it. */
export function isSettled(delivery: Delivery, at: string, onUnknown: 'leave' | 'resend'): boolean {
  return delivery.state !== 'pending' && !isOpen(delivery, at, onUnknown)
}
