import type { Departure } from './subscriber.ts'

/** Departures by how much they mean. A departure that is stored stays, unless the new one means more. */
const reasons: readonly Departure['reason'][] = ['moved', 'unsubscribed', 'erased']

/** Returns the reasons that a departure replaces. */
export function reasonsBelow(reason: Departure['reason']): readonly Departure['reason'][] {
  return reasons.slice(0, reasons.indexOf(reason))
}

/** Returns the departure that means more; of two that mean the same, the first. */
export function combineDepartures(one: Departure | undefined, other: Departure | undefined): Departure | undefined {
  if (!one || !other) return one ?? other
  return reasonsBelow(other.reason).includes(one.reason) ? other : one
}
