import { expect, test } from 'vitest'
import { parseFeedback } from '../../../core/feedback/parse-feedback.ts'
import { planFeedback } from '../../../core/feedback/plan-feedback.ts'
import { bounce, complaint, sesEvent, unknownUser } from './sample-event.ts'

const at = '2026-11-21T06:00:05.000Z'

test('a permanent bounce suppresses everyone in it at once', () => {
  const judgement = judge(bounce('Permanent', 'General', [unknownUser, { emailAddress: 'bob@example.org' }]))
  expect(judgement.suppressions).toEqual([
    { address: 'ada@example.org', suppression: { reason: 'bounce', at } },
    { address: 'bob@example.org', suppression: { reason: 'bounce', at } },
  ])
  expect(judgement.fact).toEqual({ kind: 'reported', outcome: 'bounced', messageId: 'ses-1' })
})

test('a complaint suppresses at once', () => {
  for (const type of ['abuse', undefined]) {
    const judgement = judge(complaint(type))
    expect(judgement.suppressions).toEqual([{ address: 'ada@example.org', suppression: { reason: 'complaint', at } }])
    expect(judgement.fact).toMatchObject({ outcome: 'complained' })
  }
})

test('who tells their provider that it is not spam has not complained', () => {
  const judgement = judge(complaint('not-spam'))
  expect(judgement.suppressions).toEqual([])
  expect(judgement.fact).toMatchObject({ outcome: 'delivered' })
})

test('a bounce that may pass counts, and suppresses nobody', () => {
  const full = { emailAddress: 'ada@example.org', status: '4.2.2', diagnosticCode: 'smtp; 452 4.2.2 mailbox full' }
  expect(judge(bounce('Transient', 'MailboxFull', [full]))).toEqual({
    suppressions: [],
    softBounces: ['ada@example.org'],
    fact: { kind: 'reported', outcome: 'softBounced', messageId: 'ses-1' },
  })
})

test.each(['MessageTooLarge', 'ContentRejected', 'AttachmentRejected'])(
  'a bounce because of %s says nothing against the mailbox',
  (subtype) => {
    const refused = { emailAddress: 'ada@example.org', status: '5.3.4' }
    expect(judge(bounce('Transient', subtype, [refused]))).toMatchObject({ suppressions: [], softBounces: [] })
  },
)

test('what the account’s own suppression list kept back is no bounce of the issue, and is suppressed here too', () => {
  const judgement = judge(bounce('Permanent', 'OnAccountSuppressionList', [unknownUser]))
  expect(judgement.fact).toMatchObject({ outcome: 'suppressed' })
  expect(judgement.suppressions).toMatchObject([{ address: 'ada@example.org', suppression: { reason: 'bounce' } }])
})

test.each([
  bounce('Transient', 'General', [{ emailAddress: 'ada@example.org' }]),
  bounce('Undetermined', 'Undetermined', []),
])('an out-of-office reply is no bounce', (event) => {
  expect(judge(event)).toEqual({
    suppressions: [],
    softBounces: [],
    fact: { kind: 'submitted', messageId: 'ses-1' },
  })
})

test.each([
  [sesEvent('Send', {}), { kind: 'submitted', messageId: 'ses-1' }],
  [
    sesEvent('Delivery', { delivery: { timestamp: at } }),
    { kind: 'reported', outcome: 'delivered', messageId: 'ses-1' },
  ],
  [
    sesEvent('DeliveryDelay', { deliveryDelay: { timestamp: at } }),
    { kind: 'reported', outcome: 'delayed', messageId: 'ses-1' },
  ],
  [sesEvent('Reject', { reject: {} }), { kind: 'reported', outcome: 'rejected', messageId: 'ses-1' }],
  [sesEvent('Rendering Failure', { failure: {} }), { kind: 'reported', outcome: 'rejected', messageId: 'ses-1' }],
])('%j tells the ledger', (event, fact) => {
  expect(judge(event)).toEqual({ suppressions: [], softBounces: [], fact })
})

function judge(event: object) {
  const feedback = parseFeedback(JSON.stringify(event))
  if (!feedback) throw new Error('the event was passed over')
  return planFeedback(feedback)
}
