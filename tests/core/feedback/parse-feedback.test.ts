import { expect, test } from 'vitest'
import { parseFeedback } from '../../../core/feedback/parse-feedback.ts'
import { RejectedInputError } from '../../../core/rejected-input.ts'
import { bounce, complaint, sesEvent, unknownUser } from './sample-event.ts'

test('an event is read the same with and without the envelope of SNS', () => {
  const event = JSON.stringify(sesEvent('Send', { send: {} }))
  const enveloped = JSON.stringify({ Type: 'Notification', MessageId: 'm', TopicArn: 'arn', Message: event })
  expect(parseFeedback(event)).toEqual(parseFeedback(enveloped))
  expect(parseFeedback(event)).toEqual({
    kind: 'send',
    messageId: 'ses-1',
    deliveryTags: { issue: 'daily-12', delivery: 'ab12cd34' },
    addresses: ['ada@example.org'],
    reports: [],
    bounceType: undefined,
    feedbackSubtype: undefined,
    isListed: false,
    at: '2026-11-21T06:00:02.012Z',
    sentAt: '2026-11-21T06:00:02.012Z',
  })
})

test('a bounce is about the address that was mailed, whatever the mail server calls it', () => {
  const forwarded = { ...unknownUser, emailAddress: '"Ada" <ada.old@corp.example>' }
  expect(parseFeedback(JSON.stringify(bounce('Permanent', 'NoEmail', [forwarded])))).toMatchObject({
    kind: 'bounce',
    bounceType: 'permanent',
    feedbackSubtype: 'NoEmail',
    at: '2026-11-21T06:00:05.000Z',
    addresses: ['ada@example.org'],
    reports: [{ status: '5.1.1' }],
  })
})

test.each([
  [[], ['ada.old@corp.example']],
  [['Bob@example.org', 'ada.old@corp.example'], ['ada.old@corp.example']],
  [['bob@example.org', 'eve@example.org'], ['ada.old@corp.example']],
])('of a mail to %j, a bounce is about %j', (destination, addresses) => {
  const event = bounce('Permanent', 'General', [{ ...unknownUser, emailAddress: 'ada.old@corp.example' }])
  const mail = { ...event.mail, destination }
  expect(parseFeedback(JSON.stringify({ ...event, mail }))).toMatchObject({ addresses })
})

test('a field that is null is the same as one that is missing', () => {
  const nothing = { emailAddress: null, action: null, status: null, diagnosticCode: null }
  const event = bounce('Permanent', 'General', [nothing])
  const nulls = {
    notificationType: null,
    ...event,
    mail: { ...event.mail, tags: { ...event.mail.tags, other: null }, timestamp: null, headers: null },
    bounce: { ...event.bounce, bounceSubType: null, feedbackId: null },
  }
  const feedback = parseFeedback(JSON.stringify(nulls))
  expect(feedback).toMatchObject({ kind: 'bounce', bounceType: 'permanent', addresses: ['ada@example.org'] })
  expect(feedback).toMatchObject({ reports: [{ status: undefined, diagnosticCode: undefined }] })
  const { eventType, mail } = complaint('abuse')
  const redacted = { eventType, mail, complaint: { timestamp: null, complainedRecipients: null } }
  expect(parseFeedback(JSON.stringify(redacted))).toMatchObject({ kind: 'complaint', addresses: ['ada@example.org'] })
})

test('a complaint has the type that the provider reported', () => {
  expect(parseFeedback(JSON.stringify(complaint('abuse')))).toMatchObject({
    kind: 'complaint',
    feedbackSubtype: 'abuse',
  })
  expect(parseFeedback(JSON.stringify(complaint(undefined)))).toMatchObject({ feedbackSubtype: undefined })
})

const at = '2026-11-21T06:00:05.000Z'
test.each([
  [
    sesEvent('Delivery', { delivery: { timestamp: at, recipients: ['bob@example.org'], smtpResponse: '250 ok' } }),
    { kind: 'delivery', at, addresses: ['ada@example.org'] },
  ],
  [
    sesEvent('DeliveryDelay', {
      deliveryDelay: {
        timestamp: at,
        delayType: 'MailboxFull',
        delayedRecipients: [{ emailAddress: 'ada@example.org' }],
      },
    }),
    { kind: 'delay', at, feedbackSubtype: 'MailboxFull', addresses: ['ada@example.org'] },
  ],
  [sesEvent('Reject', { reject: { reason: 'Bad content' } }), { kind: 'reject', feedbackSubtype: 'Bad content' }],
  [
    sesEvent('Rendering Failure', { failure: { templateName: 't', errorMessage: 'missing' } }),
    { kind: 'renderingFailure', feedbackSubtype: 'missing' },
  ],
])('%j is read', (event, feedback) => {
  expect(parseFeedback(JSON.stringify(event))).toMatchObject(feedback)
})

test('a mail that is not a delivery has none of our tags', () => {
  expect(parseFeedback(JSON.stringify(sesEvent('Send', {}, {})))).toMatchObject({
    deliveryTags: { issue: undefined, delivery: undefined },
  })
})

test('a notification that is configured on an identity is read, too', () => {
  const { eventType, ...rest } = bounce('Permanent', 'General', [unknownUser])
  expect(parseFeedback(JSON.stringify({ notificationType: eventType, ...rest }))).toMatchObject({ kind: 'bounce' })
})

test('the greeting of SES to a new topic and tracking events are ignored', () => {
  const greeting = 'Successfully validated SNS topic for Amazon SES event publishing.'
  expect(parseFeedback(JSON.stringify({ Type: 'Notification', Message: greeting }))).toBeUndefined()
  expect(parseFeedback(JSON.stringify(sesEvent('Open', { open: {} })))).toBeUndefined()
})

test.each([
  '',
  'not json',
  'null',
  '[]',
  JSON.stringify(sesEvent('Telepathy', {})),
  JSON.stringify(sesEvent('Delivery', {})),
  JSON.stringify({ Type: 'Notification', Message: 'not json' }),
])('%s is rejected, not retried', (body) => {
  expect(() => parseFeedback(body)).toThrow(RejectedInputError)
})

const strange = JSON.stringify({ ...bounce('Permanent', 'General', [unknownUser]), mail: { messageId: 7 } })
test.each([
  '{"eventType":"Bounce"}',
  '{"notificationType" : "Complaint", "mail": {}}',
  JSON.stringify(sesEvent('Bounce', {})),
  JSON.stringify(bounce('Permanent', 'General', [unknownUser])).slice(0, -2),
  JSON.stringify({ Type: 'Notification', Message: strange }),
  JSON.stringify({ ...complaint('abuse'), mail: { ...complaint('abuse').mail, destination: [] }, complaint: {} }),
])('%s is a bounce or complaint that cannot be read', (body) => {
  expect(parseFeedback(body)).toMatchObject({ kind: 'unreadable' })
})
