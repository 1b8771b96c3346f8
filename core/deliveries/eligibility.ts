import type { Subscriber, Suppression } from '../subscribers/subscriber.ts'

export type Decision =
  | { readonly kind: 'send'; readonly subscriber: Subscriber }
  /** Facts for `applyDelivery`. */
  | { readonly kind: 'skipped' | 'suppressed'; readonly reason: string }

/**
 * Decides right before a mail is submitted whether the recipient may still be mailed: they may have changed since the
 * issue was planned. `subscriber` is undefined if their data was erased.
 */
export function checkEligibility(
  subscriber: Subscriber | undefined,
  suppression: Suppression | undefined,
  now: Date,
): Decision {
  if (subscriber === undefined) return { kind: 'skipped', reason: 'erased' }
  if (!subscriber.address) return { kind: 'skipped', reason: 'unreadable' } // a row that our code did not write
  if (suppression !== undefined) return { kind: 'suppressed', reason: suppression.reason }
  if (subscriber.state === 'unsubscribed') return { kind: 'skipped', reason: 'unsubscribed' }
  if (subscriber.state === 'pending') return { kind: 'skipped', reason: 'unconfirmed' }
  if (subscriber.pausedUntil !== undefined && new Date(subscriber.pausedUntil) > now) {
    return { kind: 'skipped', reason: 'paused' }
  }
  return { kind: 'send', subscriber }
}
