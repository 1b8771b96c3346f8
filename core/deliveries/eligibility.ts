import type { Subscriber, Suppression } from '../subscribers/subscriber.ts'

export type Decision =
  | { readonly kind: 'send'; readonly subscriber: Subscriber }
  /** Both are facts as `applyDelivery` takes them. */
  | { readonly kind: 'skipped' | 'suppressed'; readonly reason: string }

/**
 * Looks again right before a mail is handed over: what was right when the issue was planned may not be any more.
 * `subscriber` is undefined once they have had themselves erased.
 */
export function checkEligibility(
  subscriber: Subscriber | undefined,
  suppression: Suppression | undefined,
  now: Date,
): Decision {
  if (subscriber === undefined) return { kind: 'skipped', reason: 'erased' }
  if (suppression !== undefined) return { kind: 'suppressed', reason: suppression.reason }
  if (subscriber.state === 'unsubscribed') return { kind: 'skipped', reason: 'unsubscribed' }
  if (subscriber.state === 'pending') return { kind: 'skipped', reason: 'unconfirmed' }
  if (subscriber.pausedUntil !== undefined && new Date(subscriber.pausedUntil) > now) {
    return { kind: 'skipped', reason: 'paused' }
  }
  return { kind: 'send', subscriber }
}
