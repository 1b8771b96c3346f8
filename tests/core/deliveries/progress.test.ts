import { expect, test } from 'vitest'
import {
  applyLedgerCounts,
  canPause,
  countDeliveries,
  estimateEnd,
  isUncounted,
  phaseOf,
  progressOf,
} from '../../../core/deliveries/progress.ts'
import type { SharedPace } from '../../../core/deliveries/send-pace.ts'
import type { IssueRecord } from '../../../core/issues/issue.ts'

const none = { recipients: 5, submitted: 5, skipped: 0, suppressed: 0, failed: 0, unknown: 0, pending: 0 }
const open = { ...none, submitted: 4, pending: 1 }
const unknown = { ...none, submitted: 4, unknown: 1 }
const paused = { kind: 'paused', reason: 'bounces', at: '2026-11-21T06:00:00.000Z' } as const
const cancelled = { ...paused, kind: 'cancelled' } as const

test.each([
  [{ state: 'composed' }, 'composed'],
  [{ state: 'planning' }, 'planning'],
  [{ state: 'planned', recipients: 5 }, 'sending'],
  [{ state: 'submitted', recipients: 5, counts: none }, 'submitted'],
  [{ state: 'cancelled', hold: cancelled }, 'cancelled'],
  [{ state: 'planned', recipients: 5, hold: paused }, 'paused'],
  [{ state: 'planning', hold: paused }, 'paused'],
  [{ state: 'submitted', counts: none, hold: paused }, 'submitted'],
  [{ state: 'submitted', counts: open, hold: paused }, 'paused'],
  [{ state: 'submitted', counts: open }, 'submitted'],
  [{ state: 'planned', hold: cancelled }, 'cancelled'],
  [{ state: 'planned' }, 'planned'],
  [{ state: 'cancelled', hold: paused }, 'cancelled'],
  [{ state: 'submitted', hold: paused }, 'submitted'],
] as const)('an issue with %j is %s', (record, phase) => {
  expect(phaseOf(record)).toBe(phase)
})

test('an issue can be paused while mails may be submitted, also if they are only retried', () => {
  expect(canPause({ state: 'planning' })).toBe(true)
  expect(canPause({ state: 'submitted', counts: open })).toBe(true)
  expect(canPause({ state: 'submitted', counts: none })).toBe(false)
  expect(canPause({ state: 'submitted' })).toBe(false)
  expect(canPause({ state: 'cancelled' })).toBe(false)
})

const older: IssueRecord = {
  ...{ digest: 'daily', number: 3, title: 'Daily digest #3', composedAt: '2026-11-21T06:00:00.000Z' },
  ...{ contentKey: 'k', articleCount: 2, state: 'planned' },
}

test('only an issue that was planned before batches were counted is uncounted', () => {
  expect(isUncounted(older)).toBe(true)
  expect(isUncounted({ ...older, recipients: 0 })).toBe(false)
  expect(isUncounted({ ...older, state: 'planning' })).toBe(false)
})

test('how many recipients there are is not known before all are chosen', () => {
  expect(progressOf({ counts: open })).toEqual({ done: 4, total: undefined })
  expect(progressOf({ recipients: 5, counts: open })).toEqual({ done: 4, total: 5 })
})

test.each([
  [older, open, 'resend', 'sending'],
  [older, unknown, 'resend', 'sending'],
  [older, unknown, 'leave', 'submitted'],
  [older, none, 'resend', 'submitted'],
  [{ ...older, hold: paused }, none, 'resend', 'submitted'],
  [{ ...older, hold: paused }, open, 'resend', 'paused'],
  [{ ...older, hold: cancelled }, none, 'resend', 'cancelled'],
] as const)(
  'the ledger of an uncounted issue shows its state: %j with %j and %s is %s',
  (record, counts, mode, phase) => {
    const after = applyLedgerCounts(record, counts, mode)
    expect(phaseOf(after)).toBe(phase)
    expect(after.recipients).toBe(5)
  },
)

test('the end is estimated from the pace, plus whole days if the day’s quota is too small', () => {
  const quota = { perSecond: 10, perDay: 1_000, sentToday: 0 }
  const rate: SharedPace = { quota, askedAt: 0, booked: 0, next: 0, slowed: undefined }
  expect(estimateEnd(97, rate, 0)).toBeCloseTo(10_000, 0)
  expect(estimateEnd(0, rate, 5)).toBe(5)
  const day = 86_400_000
  expect(estimateEnd(990 + 97, rate, 0)).toBeCloseTo(day + 10_000, 0)
  expect(estimateEnd(990 + 1_000 + 97, rate, 0)).toBeCloseTo(2 * day + 10_000, 0)
  expect(estimateEnd(97, { ...rate, quota: { ...quota, perDay: -1 } }, 0)).toBeCloseTo(10_000, 0)
  expect(estimateEnd(5, undefined, 0)).toBeUndefined()
  expect(estimateEnd(5, { ...rate, quota: { ...quota, perSecond: 0 } }, 0)).toBeUndefined()
  expect(estimateEnd(5, { ...rate, quota: { ...quota, perDay: 0 } }, 0)).toBeUndefined()
})

test('deliveries are counted by state, and a claimed one is still pending', () => {
  expect(countDeliveries(['submitted', 'failed', 'claimed', 'pending', 'submitted'])).toEqual({
    ...none,
    ...{ submitted: 2, failed: 1, pending: 2 },
  })
})
