import type { DeliveryCounts, DeliveryState } from './delivery.ts'

/** Adds up an issue's deliveries; a hand-over under way counts as pending. `recipients` is always the sum of the others. */
export function countDeliveries(states: Iterable<DeliveryState>): DeliveryCounts {
  const counts = { recipients: 0, submitted: 0, skipped: 0, suppressed: 0, failed: 0, unknown: 0, pending: 0 }
  for (const state of states) {
    counts.recipients += 1
    counts[state === 'claimed' ? 'pending' : state] += 1
  }
  return counts
}
