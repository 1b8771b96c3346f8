import * as z from 'zod/mini'

const recipient = z.object({
  emailAddress: z.string(),
  status: z.optional(z.string()),
  diagnosticCode: z.optional(z.string()),
})
const recipients = z._default(z.array(recipient), [])
const mail = z.object({
  messageId: z.string(),
  timestamp: z.string(),
  destination: z._default(z.array(z.string()), []),
  tags: z._default(z.record(z.string(), z.array(z.string())), {}),
})

/**
 * The parts that we read of the events that SES publishes:
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export const sesEventSchema = z.discriminatedUnion('eventType', [
  z.object({ eventType: z.literal('Send'), mail }),
  z.object({
    eventType: z.literal('Delivery'),
    mail,
    delivery: z.object({ timestamp: z.string(), recipients: z.optional(z.array(z.string())) }),
  }),
  z.object({
    eventType: z.literal('DeliveryDelay'),
    mail,
    deliveryDelay: z.object({
      timestamp: z.string(),
      delayType: z.optional(z.string()),
      delayedRecipients: recipients,
    }),
  }),
  z.object({
    eventType: z.literal('Bounce'),
    mail,
    bounce: z.object({
      timestamp: z.string(),
      bounceType: z.string(),
      bounceSubType: z.optional(z.string()),
      bouncedRecipients: recipients,
    }),
  }),
  z.object({
    eventType: z.literal('Complaint'),
    mail,
    complaint: z.object({
      timestamp: z.string(),
      complainedRecipients: recipients,
      complaintFeedbackType: z.nullish(z.string()),
      complaintSubType: z.nullish(z.string()),
    }),
  }),
  z.object({ eventType: z.literal('Reject'), mail, reject: z.object({ reason: z.optional(z.string()) }) }),
  z.object({
    eventType: z.literal('Rendering Failure'),
    mail,
    failure: z.object({ errorMessage: z.optional(z.string()) }),
  }),
])

export type SesEvent = z.infer<typeof sesEventSchema>
export type SesRecipient = z.infer<typeof recipient>
