import { applyDelivery, type DeliveryFact } from './apply-delivery.ts'
import type { Delivery } from './delivery.ts'

/**
 * Applies a report of SES. If it changes a delivery that no sender works on any more, the delivery remembers that, so that
 * a repeated report counts its batch again. Returns the same object if nothing changes, or if the report contradicts the
 * delivery.
 */
export function applyFeedback(delivery: Delivery, fact: DeliveryFact): Delivery {
  const after = applyDelivery(delivery, fact)
  if (after === 'impossible') return delivery
  const isLate = after.state !== delivery.state && delivery.state !== 'claimed' && delivery.state !== 'pending'
  return isLate ? { ...after, settledLate: true } : after
}
