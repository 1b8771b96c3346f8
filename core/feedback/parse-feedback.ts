import * as z from 'zod/mini'
import { RejectedInputError } from '../rejected-input.ts'
import type { Feedback } from './feedback.ts'
import { type SesEvent, type SesRecipient, sesEventSchema } from './ses-event.ts'

/** A bounce or a complaint that cannot be read. If it were dropped, an address would be mailed that must not be. */
export type UnreadableFeedback = { readonly kind: 'unreadable'; readonly reason: string }

const envelopeSchema = z.object({ Type: z.string(), Message: z.string() })
const trackingTypes: readonly unknown[] = ['Open', 'Click', 'Subscription']
/** Also finds the type in the envelope of SNS, where quotes are escaped. */
const harmful = /\b(?:eventType|notificationType)\\*"\s*:\s*\\*"(?:Bounce|Complaint)\\*"/i

/**
 * Reads a queue message: an SES event, raw or in the envelope of SNS. Undefined for events that need no action: tracking of
 * recipients, and the greeting that SES sends to a new topic.
 * @throws {RejectedInputError} if it is not an SES event and reports no bounce or complaint
 */
export function parseFeedback(body: string): Feedback | UnreadableFeedback | undefined {
  try {
    return readEvent(body)
  } catch (error) {
    if (error instanceof RejectedInputError && harmful.test(body)) return { kind: 'unreadable', reason: error.message }
    throw error
  }
}

function readEvent(body: string): Feedback | undefined {
  const json = parseJson(body)
  const envelope = envelopeSchema.safeParse(json)
  if (envelope.success && envelope.data.Message.startsWith('Successfully validated SNS topic')) return undefined
  const raw = withEventType(envelope.success ? parseJson(envelope.data.Message) : json)
  if (trackingTypes.includes(raw.eventType)) return undefined
  const event = sesEventSchema.safeParse(raw)
  if (!event.success) throw new RejectedInputError(`Not an SES event: ${z.prettifyError(event.error)}`)
  return describe(event.data)
}

/**
 * Notifications that are configured on an identity have `notificationType` instead of `eventType`, but are otherwise
 * the same.
 */
function withEventType(value: unknown): { readonly eventType?: unknown } {
  if (typeof value !== 'object' || value === null) throw new RejectedInputError('Not an SES event: it is not an object')
  return 'notificationType' in value ? { eventType: value.notificationType, ...value } : value
}

function describe(event: SesEvent): Feedback {
  const { messageId, tags, destination, timestamp } = event.mail
  const whole = {
    messageId,
    deliveryTags: { issue: tags.issue?.[0], delivery: tags.delivery?.[0] },
    ...{ addresses: destination.map(readAddress), reports: [], bounceType: undefined, feedbackSubtype: undefined },
    isListed: false,
  }
  const times = (at: string | undefined) => ({
    at: required(at ?? timestamp, 'timestamp'),
    sentAt: required(timestamp ?? at, 'timestamp'),
  })
  switch (event.eventType) {
    case 'Send':
      return { ...whole, kind: 'send', ...times(undefined) }
    case 'Delivery': {
      const addresses = mailed(whole.addresses, event.delivery.recipients)
      return { ...whole, kind: 'delivery', ...times(event.delivery.timestamp), addresses }
    }
    case 'DeliveryDelay': {
      const { timestamp: at, delayType, delayedRecipients } = event.deliveryDelay
      const addresses = mailed(whole.addresses, addressesOf(delayedRecipients))
      return { ...whole, kind: 'delay', ...times(at), feedbackSubtype: delayType, addresses }
    }
    case 'Bounce': {
      const { timestamp: at, bounceType, bounceSubType, bouncedRecipients } = event.bounce
      const addresses = someOf(mailed(whole.addresses, addressesOf(bouncedRecipients)))
      const reports = bouncedRecipients.map(({ status, diagnosticCode }) => ({
        status,
        diagnosticCode,
      }))
      const type = bounceTypes.find((each) => each === bounceType?.toLowerCase()) ?? 'undetermined'
      const isListed = bounceSubType === 'OnAccountSuppressionList'
      return {
        ...{ ...whole, kind: 'bounce', ...times(at), addresses, reports, isListed },
        ...{ bounceType: type, feedbackSubtype: bounceSubType },
      }
    }
    case 'Complaint': {
      const { timestamp: at, complaintFeedbackType, complaintSubType, complainedRecipients } = event.complaint
      const addresses = someOf(mailed(whole.addresses, addressesOf(complainedRecipients)))
      const isListed = complaintSubType === 'OnAccountSuppressionList'
      const feedbackSubtype = complaintFeedbackType ?? complaintSubType
      return { ...whole, kind: 'complaint', ...times(at), addresses, feedbackSubtype, isListed }
    }
    case 'Reject':
      return { ...whole, kind: 'reject', ...times(undefined), feedbackSubtype: event.reject.reason }
    case 'Rendering Failure':
      return { ...whole, kind: 'renderingFailure', ...times(undefined), feedbackSubtype: event.failure.errorMessage }
  }
}

const bounceTypes = ['permanent', 'transient', 'undetermined'] as const

/**
 * Returns the mailed addresses that a report is about. Of a mail with one recipient, that is always this one, although the
 * report may name the address to which it forwards. All our mails have one recipient.
 */
function mailed(destination: readonly string[], reported: readonly string[]): readonly string[] {
  if (destination.length === 1) return destination
  const named = new Set(reported.map((address) => address.toLowerCase()))
  const both = destination.filter((address) => named.has(address.toLowerCase()))
  return both.length > 0 ? both : reported
}

function addressesOf(recipients: readonly SesRecipient[]): readonly string[] {
  return recipients.flatMap(({ emailAddress }) => (emailAddress === undefined ? [] : [readAddress(emailAddress)]))
}

/** Some mail servers report `"Ada" <ada@example.org>`. */
function readAddress(text: string): string {
  return (/<([^<>]+)>\s*$/.exec(text)?.[1] ?? text).trim()
}

function someOf(addresses: readonly string[]): readonly string[] {
  if (addresses.length === 0) throw new RejectedInputError('Not an SES event: it names no recipient')
  return addresses
}

function required(value: string | undefined, name: string): string {
  if (value === undefined) throw new RejectedInputError(`Not an SES event: it has no ${name}`)
  return value
}

/** Reads JSON. A field that is `null` is the same as one that is missing. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value) => (Array.isArray(value) ? value.filter(isPresent) : (value ?? undefined)))
  } catch (cause) {
    throw new RejectedInputError('Not an SES event: it is not JSON', { cause })
  }
}

function isPresent(value: unknown): boolean {
  return value !== undefined
}
