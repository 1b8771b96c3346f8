import * as z from 'zod/mini'
import { RejectedInputError } from '../rejected-input.ts'
import type { Feedback, FeedbackRecipient } from './feedback.ts'
import { type SesEvent, type SesRecipient, sesEventSchema } from './ses-event.ts'

const envelopeSchema = z.object({ Type: z.string(), Message: z.string() })
const trackingTypes: readonly unknown[] = ['Open', 'Click', 'Subscription']

/**
 * Reads one queue message: an SES event, raw or in SNS's envelope. Undefined when it is none of our business: tracking of
 * readers, or the greeting that SES sends to a new topic.
 *
 * @throws {RejectedInputError} when it is not an SES event, or one with parts missing.
 */
export function parseFeedback(body: string): Feedback | undefined {
  const opened = parseJson(body)
  const envelope = envelopeSchema.safeParse(opened)
  if (envelope.success && envelope.data.Message.startsWith('Successfully validated SNS topic')) return undefined
  const raw = withEventType(envelope.success ? parseJson(envelope.data.Message) : opened)
  if (trackingTypes.includes(raw.eventType)) return undefined
  const event = sesEventSchema.safeParse(raw)
  if (!event.success) throw new RejectedInputError(`Not an SES event: ${z.prettifyError(event.error)}`)
  const { messageId, tags } = event.data.mail
  return {
    messageId,
    deliveryTags: { issue: tags.issue?.[0], delivery: tags.delivery?.[0] },
    ...describe(event.data),
  }
}

/** Notifications set up on an identity call it `notificationType`; they are the same otherwise. */
function withEventType(value: unknown): { readonly eventType?: unknown } {
  if (typeof value !== 'object' || value === null) throw new RejectedInputError('Not an SES event: it is not an object')
  return 'notificationType' in value ? { eventType: value.notificationType, ...value } : value
}

function describe(event: SesEvent): Omit<Feedback, 'messageId' | 'deliveryTags'> {
  const everyone = event.mail.destination.map(toRecipient)
  const whole = { recipients: everyone, permanent: false, feedbackSubtype: undefined, at: event.mail.timestamp }
  switch (event.eventType) {
    case 'Send':
      return { ...whole, kind: 'send' }
    case 'Delivery': {
      const { timestamp: at, recipients } = event.delivery
      return { ...whole, kind: 'delivery', at, recipients: recipients?.map(toRecipient) ?? everyone }
    }
    case 'DeliveryDelay': {
      const { timestamp: at, delayType, delayedRecipients } = event.deliveryDelay
      return {
        ...whole,
        kind: 'delay',
        at,
        feedbackSubtype: delayType,
        recipients: delayedRecipients.map(readRecipient),
      }
    }
    case 'Bounce': {
      const { timestamp: at, bounceType, bounceSubType, bouncedRecipients } = event.bounce
      const recipients = bouncedRecipients.map(readRecipient)
      return { kind: 'bounce', at, permanent: bounceType === 'Permanent', feedbackSubtype: bounceSubType, recipients }
    }
    case 'Complaint': {
      const { timestamp: at, complaintFeedbackType, complaintSubType, complainedRecipients } = event.complaint
      const feedbackSubtype = complaintFeedbackType ?? complaintSubType ?? undefined
      return { ...whole, kind: 'complaint', at, feedbackSubtype, recipients: complainedRecipients.map(readRecipient) }
    }
    case 'Reject':
      return { ...whole, kind: 'reject', feedbackSubtype: event.reject.reason }
    case 'Rendering Failure':
      return { ...whole, kind: 'renderingFailure', feedbackSubtype: event.failure.errorMessage }
  }
}

/** Some mail servers report `"Ada" <ada@example.org>`. */
function readRecipient({ emailAddress, status, diagnosticCode }: SesRecipient): FeedbackRecipient {
  const address = /<([^<>]+)>\s*$/.exec(emailAddress)?.[1] ?? emailAddress
  return { address: address.trim(), status, diagnosticCode }
}

function toRecipient(emailAddress: string): FeedbackRecipient {
  return readRecipient({ emailAddress })
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new RejectedInputError('Not an SES event: it is not JSON', { cause })
  }
}
