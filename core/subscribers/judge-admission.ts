import { type Arrival, applyArrival } from './apply-subscriber.ts'
import type { Subscriber, Suppression } from './subscriber.ts'

export type Admission =
  | { readonly outcome: 'added' | 'unchanged'; readonly subscriber: Subscriber }
  /** They bounced, complained or left, and stay as they are. */
  | { readonly outcome: 'suppressed' | 'unsubscribed' }

/**
 * What comes of an operator's adding someone. Whoever left comes back by their own doing alone.
 *
 * @param askAgain asks those who are still to confirm once more
 */
export function judgeAdmission(
  before: Subscriber | undefined,
  suppression: Suppression | undefined,
  arrival: Arrival,
  askAgain: boolean,
): Admission {
  if (suppression) return { outcome: 'suppressed' }
  if (before?.unsubscribedAt !== undefined) return { outcome: 'unsubscribed' }
  if (before?.state === 'pending' && arrival.kind === 'requested' && !askAgain) {
    return { outcome: 'unchanged', subscriber: before }
  }
  const subscriber = applyArrival(before, arrival)
  return { outcome: subscriber === before ? 'unchanged' : 'added', subscriber }
}
