/** The detail types of the events for other programs. Kept apart from their schemas, which load zod. */
export const eventTypes = [
  'Article Published',
  'Article Corrected',
  'Article Withdrawn',
  'Subscriber Confirmed',
  'Subscriber Unsubscribed',
  'Subscriber Suppressed',
  'Issue Awaiting Approval',
  'Issue Expired',
  'Issue Composed',
  'Issue Submitted',
  'Issue Paused',
] as const

export type EventType = (typeof eventTypes)[number]
