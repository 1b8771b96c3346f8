import * as z from 'zod/mini'

const text = z.optional(z.string())
const recipient = z.object({ emailAddress: text, status: text, diagnosticCode: text })
const recipients = z._default(z.array(recipient), [])
const mail = z.object({
  messageId: z.string(),
  timestamp: text,
  destination: z._default(z.array(z.string()), []),
  tags: z._default(z.record(z.string(), z._default(z.array(z.string()), [])), {}),
})

/**
 * The parts that we read of the events that SES publishes. Nearly all are optional, because SES leaves some out, and because a
 * bounce must not be lost for want of a field that nobody needs:
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export const sesEventSchema = z.discriminatedUnion('eventType', [
  z.object({ eventType: z.literal('Send'), mail }),
  z.object({
    eventType: z.literal('Delivery'),
    mail,
    delivery: z.object({ timestamp: text, recipients: z._default(z.array(z.string()), []) }),
  }),
  z.object({
    eventType: z.literal('DeliveryDelay'),
    mail,
    deliveryDelay: z.object({ timestamp: text, delayType: text, delayedRecipients: recipients }),
  }),
  z.object({
    eventType: z.literal('Bounce'),
    mail,
    bounce: z.object({ timestamp: text, bounceType: text, bounceSubType: text, bouncedRecipients: recipients }),
  }),
  z.object({
    eventType: z.literal('Complaint'),
    mail,
    complaint: z.object({
      timestamp: text,
      complainedRecipients: recipients,
      complaintFeedbackType: text,
      complaintSubType: text,
    }),
  }),
  z.object({ eventType: z.literal('Reject'), mail, reject: z._default(z.object({ reason: text }), {}) }),
  z.object({
    eventType: z.literal('Rendering Failure'),
    mail,
    failure: z._default(z.object({ errorMessage: text }), {}),
  }),
])

export type SesEvent = z.infer<typeof sesEventSchema>
export type SesRecipient = z.infer<typeof recipient>
