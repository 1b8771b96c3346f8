import * as z from 'zod/mini'
import { RejectedInputError } from '../rejected-input.ts'
import type { Feedback, FeedbackRecipient } from './feedback.ts'
import { type SesEvent, type SesRecipient, sesEventSchema } from './ses-event.ts'

const envelopeSchema = z.object({ Type: z.string(), Message: z.string() })
const trackingTypes: readonly unknown[] = ['Open', 'Click', 'Subscription']

/**
 * Reads a queue message: an SES event, raw or in the envelope of SNS. Undefined for events that need no action: tracking of
 * recipients, and the greeting that SES sends to a new topic.
 * @throws {RejectedInputError} if it is not a complete SES event
 */
export function parseFeedback(body: string): Feedback | undefined {
  const json = parseJson(body)
  const envelope = envelopeSchema.safeParse(json)
  if (envelope.success && envelope.data.Message.startsWith('Successfully validated SNS topic')) return undefined
  const raw = withEventType(envelope.success ? parseJson(envelope.data.Message) : json)
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

/**
 * Notifications that are configured on an identity have `notificationType` instead of `eventType`, but are otherwise
 * the same.
 */
function withEventType(value: unknown): { readonly eventType?: unknown } {
  if (typeof value !== 'object' || value === null) throw new RejectedInputError('Not an SES event: it is not an object')
  return 'notificationType' in value ? { eventType: value.notificationType, ...value } : value
}

function describe(event: SesEvent): Omit<Feedback, 'messageId' | 'deliveryTags'> {
  const all = event.mail.destination.map(toRecipient)
  const whole = { recipients: all, permanent: false, feedbackSubtype: undefined, at: event.mail.timestamp }
  switch (event.eventType) {
    case 'Send':
      return { ...whole, kind: 'send' }
    case 'Delivery': {
      const { timestamp: at, recipients } = event.delivery
      return { ...whole, kind: 'delivery', at, recipients: recipients?.map(toRecipient) ?? all }
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new RejectedInputError('Not an SES event: it is not JSON', { cause })
  }
}
