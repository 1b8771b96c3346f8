import { type Arrival, applyArrival } from './apply-subscriber.ts'
import type { Subscriber, Suppression } from './subscriber.ts'

export type Admission =
  | { readonly outcome: 'added' | 'unchanged'; readonly subscriber: Subscriber }
  /** They bounced, complained, left or had everything erased, and stay as they are. */
  | { readonly outcome: 'suppressed' | 'unsubscribed' | 'erased' }

/**
 * What comes of an operator's adding someone. Whoever left comes back by their own doing alone.
 *
 * @param isErased whether the owner of the address had everything erased once; a stranger may have typed it since
 * @param askAgain asks those who are still to confirm once more
 */
export function judgeAdmission(
  before: Subscriber | undefined,
  suppression: Suppression | undefined,
  isErased: boolean,
  arrival: Arrival,
  askAgain: boolean,
): Admission {
  if (suppression) return { outcome: 'suppressed' }
  if (isErased && before?.state !== 'confirmed') return { outcome: 'erased' }
  if (before?.unsubscribedAt !== undefined) return { outcome: 'unsubscribed' }
  if (before?.state === 'pending' && arrival.kind === 'requested' && !askAgain) {
    return { outcome: 'unchanged', subscriber: before }
  }
  const subscriber = applyArrival(before, arrival)
  return { outcome: subscriber === before ? 'unchanged' : 'added', subscriber }
}
