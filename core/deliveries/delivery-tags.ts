import type { Delivery } from './delivery.ts'

/** Names of the tags that tie what SES reports to a delivery. SES allows letters, digits, `_` and `-` in their values. */
export type DeliveryTags = { readonly issue: string; readonly delivery: string }

export function deliveryTags({ issueId, subscriberId }: Pick<Delivery, 'issueId' | 'subscriberId'>): DeliveryTags {
  return { issue: issueId, delivery: subscriberId }
}
