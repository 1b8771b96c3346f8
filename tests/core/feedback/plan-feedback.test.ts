import { expect, test } from 'vitest'
import { parseFeedback } from '../../../core/feedback/parse-feedback.ts'
import { planFeedback, suppressAfter } from '../../../core/feedback/plan-feedback.ts'
import { bounce, complaint, sesEvent, unknownUser } from './sample-event.ts'

const at = '2026-11-21T06:00:05.000Z'

test('a permanent bounce suppresses the address that was mailed, although the mailbox forwards', () => {
  const forwarded = { ...unknownUser, emailAddress: 'ada.old@corp.example' }
  const plan = planFor(bounce('Permanent', 'General', [forwarded, { emailAddress: 'bob@example.org' }]))
  expect(plan.suppressions).toEqual([{ address: 'ada@example.org', suppression: { reason: 'bounce', at } }])
  expect(plan.fact).toEqual({ kind: 'reported', outcome: 'bounced', messageId: 'ses-1' })
})

test('a complaint suppresses the address', () => {
  for (const type of ['abuse', undefined]) {
    const plan = planFor(complaint(type))
    expect(plan.suppressions).toEqual([{ address: 'ada@example.org', suppression: { reason: 'complaint', at } }])
    expect(plan.fact).toMatchObject({ outcome: 'complained' })
  }
})

test('a not-spam report counts as a delivery, not as a complaint', () => {
  const plan = planFor(complaint('not-spam'))
  expect(plan.suppressions).toEqual([])
  expect(plan.fact).toMatchObject({ outcome: 'delivered' })
})

test('a soft bounce is counted and suppresses no address', () => {
  const full = { emailAddress: 'ada@example.org', status: '4.2.2', diagnosticCode: 'smtp; 452 4.2.2 mailbox full' }
  expect(planFor(bounce('Transient', 'MailboxFull', [full]))).toEqual({
    suppressions: [],
    delivered: [],
    softBounces: ['ada@example.org'],
    fact: { kind: 'reported', outcome: 'softBounced', messageId: 'ses-1' },
  })
})

test('a mail that is too large does not count against the mailbox', () => {
  const large = { emailAddress: 'ada@example.org', status: '5.3.4' }
  expect(planFor(bounce('Transient', 'MessageTooLarge', [large]))).toMatchObject({
    ...{ suppressions: [], softBounces: [] },
    fact: { outcome: 'softBounced' },
  })
})

test.each(['Permanent', 'Transient'])('a refusal of the sender (%s) is recorded and suppresses nobody', (type) => {
  const refused = { emailAddress: 'ada@example.org', status: '5.7.515' }
  expect(planFor(bounce(type, 'General', [refused]))).toMatchObject({
    ...{ suppressions: [], softBounces: [] },
    fact: { outcome: 'refused' },
  })
})

test('only deliveries of issues count as issues', () => {
  const full = bounce('Transient', 'MailboxFull', [{ emailAddress: 'ada@example.org' }])
  for (const event of [full, sesEvent('Delivery', { delivery: { timestamp: at } })]) {
    const notice = { ...event, mail: sesEvent('Bounce', {}, { notice: ['confirmation'] }).mail }
    expect(planFor(notice)).toMatchObject({ softBounces: [], delivered: [] })
  }
})

test('a complaint that SES repeats from its own list is no new one', () => {
  const event = complaint(undefined)
  const listed = { ...event, complaint: { ...event.complaint, complaintSubType: 'OnAccountSuppressionList' } }
  const plan = planFor(listed)
  expect(plan.fact).toMatchObject({ outcome: 'suppressed' })
  expect(plan.suppressions).toMatchObject([{ address: 'ada@example.org', suppression: { reason: 'complaint' } }])
})

test('an address on the account’s suppression list is suppressed, and the issue has no bounce', () => {
  const plan = planFor(bounce('Permanent', 'OnAccountSuppressionList', [unknownUser]))
  expect(plan.fact).toMatchObject({ outcome: 'suppressed' })
  expect(plan.suppressions).toMatchObject([{ address: 'ada@example.org', suppression: { reason: 'bounce' } }])
})

test('an out-of-office reply is not a bounce', () => {
  expect(planFor(bounce('Transient', 'General', [{ emailAddress: 'ada@example.org' }]))).toEqual({
    suppressions: [],
    delivered: [],
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
])('%j becomes a fact of the ledger', (event, fact) => {
  expect(planFor(event).fact).toEqual(fact)
  expect(planFor(event)).toMatchObject({ suppressions: [], softBounces: [] })
})

test('a delivery is noted for its recipients', () => {
  expect(planFor(sesEvent('Delivery', { delivery: { timestamp: at } })).delivered).toEqual(['ada@example.org'])
  expect(planFor(sesEvent('Send', {})).delivered).toEqual([])
})

test('an address is suppressed as soon as enough issues in a row have bounced softly', () => {
  expect(suppressAfter(2, 3, at)).toBeUndefined()
  expect(suppressAfter(3, 3, at)).toEqual({ reason: 'bounce', at })
})

function planFor(event: object) {
  const feedback = parseFeedback(JSON.stringify(event))
  if (!feedback || feedback.kind === 'unreadable') throw new Error('the event was not read')
  return planFeedback(feedback)
}
