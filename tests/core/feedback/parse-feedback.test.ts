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
    recipients: [{ address: 'ada@example.org', status: undefined, diagnosticCode: undefined }],
    permanent: false,
    feedbackSubtype: undefined,
    at: '2026-11-21T06:00:02.012Z',
  })
})

test('a bounce lists its recipients and says whether it is permanent', () => {
  const both = bounce('Permanent', 'NoEmail', [unknownUser, { emailAddress: '"Bob" <bob@example.org>' }])
  expect(parseFeedback(JSON.stringify(both))).toMatchObject({
    kind: 'bounce',
    permanent: true,
    feedbackSubtype: 'NoEmail',
    at: '2026-11-21T06:00:05.000Z',
    recipients: [
      { address: 'ada@example.org', status: '5.1.1' },
      { address: 'bob@example.org', status: undefined },
    ],
  })
  expect(parseFeedback(JSON.stringify(bounce('Transient', 'MailboxFull', [])))).toMatchObject({ permanent: false })
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
    { kind: 'delivery', at, recipients: [{ address: 'bob@example.org' }] },
  ],
  [
    sesEvent('DeliveryDelay', {
      deliveryDelay: {
        timestamp: at,
        delayType: 'MailboxFull',
        delayedRecipients: [{ emailAddress: 'ada@example.org' }],
      },
    }),
    { kind: 'delay', at, feedbackSubtype: 'MailboxFull', recipients: [{ address: 'ada@example.org' }] },
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
  const { deliveryTags } = parseFeedback(JSON.stringify(sesEvent('Send', {}, {}))) ?? {}
  expect(deliveryTags).toEqual({ issue: undefined, delivery: undefined })
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
  '{"eventType":"Bounce"}',
  JSON.stringify(sesEvent('Bounce', {})),
  JSON.stringify(sesEvent('Telepathy', {})),
  JSON.stringify({ Type: 'Notification', Message: 'not json' }),
])('%s is rejected, not retried', (body) => {
  expect(() => parseFeedback(body)).toThrow(RejectedInputError)
})
