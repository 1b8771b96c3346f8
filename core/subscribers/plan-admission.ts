import { type Arrival, applyArrival } from './apply-subscriber.ts'
import type { Departure, Subscriber, Suppression } from './subscriber.ts'

/** All that is stored about an address. */
export type KnownAddress = {
  readonly subscriber: Subscriber | undefined
  readonly suppression: Suppression | undefined
  readonly departure: Departure | undefined
}

export const unknownAddress: KnownAddress = { subscriber: undefined, suppression: undefined, departure: undefined }

/** They bounced, complained, are blocked, or left. Nothing changes. */
export type LeftOut =
  | { readonly outcome: 'suppressed'; readonly suppression: Suppression }
  | ({ readonly outcome: Departure['reason'] } & Pick<Departure, 'by' | 'at'>)

/** `named`: they were subscribed already, and now have a name. */
export type Admission = { readonly outcome: 'added' | 'named' | 'unchanged'; readonly subscriber: Subscriber } | LeftOut

export type AdmissionOptions = {
  /** Sends another confirmation mail to people who are already pending. */
  readonly askAgain?: boolean
  /** Asks people by mail who left. They are subscribed only if they confirm. */
  readonly force?: boolean
}

/**
 * Decides what happens when an operator adds a person. People who left can only re-subscribe themselves; that stays so if
 * someone else has typed their address into the form since.
 */
export function planAdmission(
  { subscriber: before, suppression, departure }: KnownAddress,
  arrival: Arrival,
  { askAgain = false, force = false }: AdmissionOptions = {},
): Admission {
  if (suppression) return { outcome: 'suppressed', suppression }
  if (!force || arrival.kind !== 'requested') {
    if (before?.unsubscribedAt !== undefined) {
      return { outcome: 'unsubscribed', by: before.unsubscribedBy, at: before.unsubscribedAt }
    }
    if (departure && before?.state !== 'confirmed') {
      const { reason: outcome, ...rest } = departure
      return { outcome, ...rest }
    }
  }
  if (before?.state === 'pending' && arrival.kind === 'requested' && !askAgain) {
    return { outcome: 'unchanged', subscriber: before }
  }
  const subscriber = applyArrival(before, arrival)
  if (subscriber === before) return { outcome: 'unchanged', subscriber }
  return { outcome: before?.state === 'confirmed' ? 'named' : 'added', subscriber }
}
