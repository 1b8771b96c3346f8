import { type Arrival, applyArrival } from './apply-subscriber.ts'
import type { Departure, Subscriber, Suppression } from './subscriber.ts'

/** All that is known of an address. */
export type KnownAddress = {
  readonly subscriber: Subscriber | undefined
  readonly suppression: Suppression | undefined
  readonly departure: Departure | undefined
}

export const unknownAddress: KnownAddress = { subscriber: undefined, suppression: undefined, departure: undefined }

export type Admission =
  | { readonly outcome: 'added' | 'unchanged'; readonly subscriber: Subscriber }
  /** They bounced, complained, left or had everything erased, and stay as they are. */
  | { readonly outcome: 'suppressed' | 'unsubscribed' | 'erased' }

/**
 * What comes of an operator's adding someone. Whoever left or had everything erased comes back by their own doing alone,
 * even if a stranger has typed their address since.
 *
 * @param askAgain asks those who are still to confirm once more
 */
export function planAdmission(
  { subscriber: before, suppression, departure }: KnownAddress,
  arrival: Arrival,
  askAgain: boolean,
): Admission {
  if (suppression) return { outcome: 'suppressed' }
  if (before?.unsubscribedAt !== undefined) return { outcome: 'unsubscribed' }
  if (departure && before?.state !== 'confirmed') return { outcome: departure.reason }
  if (before?.state === 'pending' && arrival.kind === 'requested' && !askAgain) {
    return { outcome: 'unchanged', subscriber: before }
  }
  const subscriber = applyArrival(before, arrival)
  return { outcome: subscriber === before ? 'unchanged' : 'added', subscriber }
}
