import { type Arrival, applyArrival } from './apply-subscriber.ts'
import type { Departure, Subscriber, Suppression } from './subscriber.ts'

/** All that is stored about an address. */
export type KnownAddress = {
  readonly subscriber: Subscriber | undefined
  readonly suppression: Suppression | undefined
  readonly departure: Departure | undefined
}

export const unknownAddress: KnownAddress = { subscriber: undefined, suppression: undefined, departure: undefined }

export type Admission =
  | { readonly outcome: 'added' | 'unchanged'; readonly subscriber: Subscriber }
  /** They bounced, complained, unsubscribed or erased their data. Nothing changes. */
  | { readonly outcome: 'suppressed' | 'unsubscribed' | 'erased' }

/**
 * Decides what happens when an operator adds a person. People who unsubscribed or erased their data can only
 * re-subscribe themselves; that stays so if someone else has typed their address into the form since.
 *
 * @param askAgain sends another confirmation mail to people who are already pending
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
