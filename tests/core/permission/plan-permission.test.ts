import { describe, expect, test } from 'vitest'
import { canLapse, isPermissionId, permissionId, planPermission } from '../../../core/permission/plan-permission.ts'
import type { Subscriber } from '../../../core/subscribers/subscriber.ts'
import { sampleSubscriber } from '../subscribers/sample-subscriber.ts'

const settings = { afterMonths: 24, answerWithinDays: 30, perDay: 500 }
const since = '2026-11-02T00:00:00.000Z' // when the reader confirmed
const consent = { source: 'form', at: '2026-11-01T00:00:00.000Z', confirmedFrom: 'abc' }
const due = '2028-11-02T00:00:00.000Z'
const plan = (changes: Partial<Subscriber>, at: string) =>
  planPermission(sampleSubscriber({ consent, ...changes }), settings, new Date(at))

test('a reader is asked some months after they confirmed, and not before', () => {
  expect(plan({}, '2028-11-01T23:59:59.999Z')).toEqual({ kind: 'none' })
  expect(plan({}, due)).toEqual({ kind: 'ask', since })
})

test('the months of the calendar count, and a short month ends earlier', () => {
  const confirmedAt = '2026-08-31T06:00:00.000Z'
  const six = { ...settings, afterMonths: 6 }
  const reader = sampleSubscriber({ consent, confirmedAt })
  expect(planPermission(reader, six, new Date('2027-02-28T05:59:59Z')).kind).toBe('none')
  expect(planPermission(reader, six, new Date('2027-02-28T06:00:00Z')).kind).toBe('ask')
})

test.each([
  ['pending', { state: 'pending' }],
  ['unsubscribed', { state: 'unsubscribed' }],
  ['paused', { pausedUntil: '2029-01-01T00:00:00.000Z' }],
  ['recently confirmed', { confirmedAt: '2028-01-01T00:00:00.000Z' }],
  ['sure: they changed their preferences', { yesAt: '2028-01-01T00:00:00.000Z' }],
] as const)('a reader who is %s is not asked', (_state, changes) => {
  expect(plan(changes, due)).toEqual({ kind: 'none' })
})

test('the consent of imported people has the date of the file, or that of the import', () => {
  const imported = { source: 'form', at: '2015-01-01T00:00:00.000Z' } // our own export says so
  expect(plan({ consent: imported }, '2027-01-01T00:00:00Z')).toEqual({ kind: 'ask', since: imported.at })
  const asked = { ...imported, confirmedFrom: 'abc' } // they confirmed themselves
  expect(plan({ consent: asked }, '2027-01-01T00:00:00Z')).toEqual({ kind: 'none' })
})

describe('a reader who was asked', () => {
  const permission = { askedAt: due, since, isAccepted: true }

  test('lapses after the time for the answer, unless they answered', () => {
    expect(plan({ permission }, '2028-12-01T23:59:59Z')).toEqual({ kind: 'none' })
    expect(plan({ permission }, '2028-12-02T00:00:00Z')).toEqual({ kind: 'lapse', since })
    expect(plan({ yesAt: '2028-11-20T00:00:00.000Z' }, '2028-12-02T00:00:00Z')).toEqual({ kind: 'none' })
    expect(plan({ permission, pausedUntil: '2029-06-01T00:00:00Z' }, '2028-12-02T00:00:00Z')).toEqual({ kind: 'none' })
  })

  test('does not lapse if SES did not accept the mail', () => {
    expect(plan({ permission: { ...permission, isAccepted: false } }, '2028-12-02T00:00:00Z').kind).toBe('none')
  })

  test('is asked again if the setting was off for long after the question', () => {
    const late = plan({ permission }, '2029-01-01T00:00:00Z')
    expect(late).toEqual({ kind: 'ask', since: due })
    expect(permissionId(due)).not.toBe(permissionId(since))
  })
})

test('the name of a mailing is recognized', () => {
  expect(permissionId(since)).toBe('permission_20261102')
  expect(['permission_20261102', 'permission_x', 'welcome_1', 'daily-1'].map(isPermissionId)).toEqual([
    true,
    false,
    false,
    false,
  ])
})

test.each([
  [undefined, false],
  [{ state: 'submitted', outcome: undefined }, true],
  [{ state: 'submitted', outcome: 'delivered' }, true],
  [{ state: 'submitted', outcome: 'bounced' }, false],
  [{ state: 'submitted', outcome: 'softBounced' }, false],
  [{ state: 'submitted', outcome: 'delayed' }, false],
  [{ state: 'unknown', outcome: undefined }, false],
  [{ state: 'failed', outcome: undefined }, false],
] as const)('with the delivery %j, a reader lapses: %s', (delivery, lapses) => {
  expect(canLapse(delivery)).toBe(lapses)
})
