import { type Acceptance, composeMail } from './event-mail.ts'
import { createMessageId } from './message-id.ts'
import type { BounceType } from './relay/judge-answer.ts'
import type { Outcome } from './simulator.ts'
import type { Submission } from './submission.ts'

const reportingMta = 'a8-50.smtp-out.amazonses.com'

/**
 * Composes the events that SES publishes for a mail, in order: Send, then the outcomes of its recipients.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export function composeEvents(
  submission: Submission,
  outcomes: ReadonlyMap<Outcome, readonly string[]>,
  acceptance: Acceptance,
): readonly unknown[] {
  const mail = composeMail(submission, acceptance)
  const results = [...outcomes].flatMap(([outcome, addresses]) => composeResults[outcome](addresses, acceptance.now))
  return [{ eventType: 'Send', send: {} }, ...results].map((result) => ({ ...result, mail }))
}

/** Composes the event, without its mail, of a bounce or a complaint that is reported later. */
export function composeReport(
  report: 'bounce' | 'complaint',
  addresses: readonly string[],
  now: Date,
  feedbackId: string,
): Result {
  return report === 'bounce'
    ? bounce(addresses, now, userUnknown, feedbackId)
    : composeComplaint(addresses, now, feedbackReport(now), feedbackId)
}

/** An event without its mail: the type, and the details under a key of the same name. */
export type Result = { readonly eventType: string; readonly [detail: string]: unknown }

const composeResults: Readonly<Record<Outcome, (addresses: readonly string[], now: Date) => readonly Result[]>> = {
  delivered: (addresses, now) => [composeDelivery(addresses, now)],
  relayed: () => [], // reported when the relay has answered
  rejected: () => [{ eventType: 'Reject', reject: { reason: 'Bad content' } }],
  bounced: (addresses, now) => [bounce(addresses, now, userUnknown)],
  suppressed: (addresses, now) => [
    bounce(addresses, now, {
      bounceSubType: 'Suppressed',
      diagnosticCode:
        'Amazon SES has suppressed sending to this address because it has a recent history of bouncing as an invalid address.',
      reportingMTA: 'dns; amazonses.com',
    }),
  ],
  complained: (addresses, now) => [
    composeDelivery(addresses, now),
    composeComplaint(addresses, now, feedbackReport(now)),
  ],
  'listed for a bounce': (addresses, now) => [
    bounce(addresses, now, {
      bounceSubType: 'OnAccountSuppressionList',
      diagnosticCode:
        'Amazon SES did not send the message to this address because it is on the suppression list for your account.',
      reportingMTA: 'dns; amazonses.com',
    }),
  ],
  'listed for a complaint': (addresses, now) => [
    composeComplaint(addresses, now, { complaintSubType: 'OnAccountSuppressionList' }),
  ],
}

const userUnknown = {
  bounceSubType: 'General',
  diagnosticCode: 'smtp; 550 5.1.1 user unknown',
  reportingMTA: `dns; ${reportingMta}`,
}

/** Composes the event, without its mail, of a delivery. */
export function composeDelivery(
  addresses: readonly string[],
  now: Date,
  { smtpResponse, reportingMTA } = { smtpResponse: '250 2.6.0 Message received', reportingMTA: reportingMta },
): Result {
  return {
    eventType: 'Delivery',
    delivery: {
      timestamp: now.toISOString(),
      processingTimeMillis: 0,
      recipients: addresses,
      smtpResponse,
      remoteMtaIp: '127.0.0.1',
      reportingMTA,
    },
  }
}

function bounce(
  addresses: readonly string[],
  now: Date,
  why: { readonly bounceSubType: string; readonly diagnosticCode: string; readonly reportingMTA: string },
  feedbackId?: string,
): Result {
  return composeBounce(addresses, now, { ...why, bounceType: 'Permanent', status: '5.1.1' }, feedbackId)
}

/** Composes the event, without its mail, of a bounce. */
export function composeBounce(
  addresses: readonly string[],
  now: Date,
  why: {
    readonly bounceType: BounceType
    readonly bounceSubType: string
    readonly status: string
    readonly diagnosticCode: string
    readonly reportingMTA: string
  },
  feedbackId = createMessageId(now),
): Result {
  const { bounceType, bounceSubType, status, diagnosticCode, reportingMTA } = why
  return {
    eventType: 'Bounce',
    bounce: {
      bounceType,
      bounceSubType,
      bouncedRecipients: addresses.map((emailAddress) => ({ emailAddress, action: 'failed', status, diagnosticCode })),
      timestamp: now.toISOString(),
      feedbackId,
      reportingMTA,
    },
  }
}

/** Composes the event, without its mail, of a delivery that is delayed. */
export function composeDelay(
  addresses: readonly string[],
  now: Date,
  why: {
    readonly delayType: string
    readonly status: string
    readonly diagnosticCode: string
    readonly reportingMTA: string
    /** When the mail will no longer be tried. */
    readonly expirationTime?: Date
  },
): Result {
  const { delayType, status, diagnosticCode, reportingMTA, expirationTime } = why
  return {
    eventType: 'DeliveryDelay',
    deliveryDelay: {
      timestamp: now.toISOString(),
      delayType,
      ...(expirationTime && { expirationTime: expirationTime.toISOString() }),
      delayedRecipients: addresses.map((emailAddress) => ({ emailAddress, status, diagnosticCode })),
      reportingMTA,
    },
  }
}

/** Composes the event, without its mail, of a complaint. */
export function composeComplaint(
  addresses: readonly string[],
  now: Date,
  details: Readonly<Record<string, unknown>>,
  feedbackId = createMessageId(now),
): Result {
  return {
    eventType: 'Complaint',
    complaint: {
      complainedRecipients: addresses.map((emailAddress) => ({ emailAddress })),
      timestamp: now.toISOString(),
      feedbackId,
      ...details,
    },
  }
}

/** Returns what the mailbox provider's report adds to a complaint. */
function feedbackReport(now: Date) {
  return {
    complaintSubType: null,
    userAgent: 'Amazon SES Mailbox Simulator',
    complaintFeedbackType: 'abuse',
    arrivalDate: now.toISOString(),
  }
}
