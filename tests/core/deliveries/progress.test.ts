import { expect, test } from 'vitest'
import { estimateEnd, phaseOf } from '../../../core/deliveries/progress.ts'
import type { SharedPace } from '../../../core/deliveries/send-pace.ts'

const none = { recipients: 5, submitted: 5, skipped: 0, suppressed: 0, failed: 0, unknown: 0, pending: 0 }
const open = { ...none, submitted: 4, pending: 1 }
const unknown = { ...none, submitted: 4, unknown: 1 }
const paused = { kind: 'paused', reason: 'bounces', at: '2026-11-21T06:00:00.000Z' } as const
const cancelled = { ...paused, kind: 'cancelled' } as const

test.each([
  ['composed', {}, none, 'composed'],
  ['planning', {}, open, 'planning'],
  ['planned', {}, open, 'sending'],
  ['planned', {}, unknown, 'sending'],
  ['planned', {}, none, 'sent'],
  ['planned', { hold: paused }, open, 'paused'],
  ['planning', { hold: paused }, none, 'paused'],
  ['planned', { hold: paused }, none, 'sent'],
  ['planned', { hold: cancelled }, none, 'cancelled'],
] as const)('an issue that is %s %j with %j is %s', (state, hold, counts, phase) => {
  expect(phaseOf({ state, ...hold }, counts, 'resend')).toBe(phase)
})

test('with onUnknown: leave, an issue does not wait for unknown deliveries', () => {
  expect(phaseOf({ state: 'planned' }, unknown, 'leave')).toBe('sent')
})

test('the end is estimated from the pace, plus whole days if the day’s quota is too small', () => {
  const quota = { perSecond: 10, perDay: 1_000, sentToday: 0 }
  const rate: SharedPace = { quota, askedAt: 0, booked: 0, next: 0, slowed: undefined }
  expect(estimateEnd(97, rate, 0)).toBeCloseTo(10_000, 0)
  expect(estimateEnd(0, rate, 5)).toBe(5)
  const day = 86_400_000
  expect(estimateEnd(990 + 97, rate, 0)).toBeCloseTo(day + 10_000, 0)
  expect(estimateEnd(990 + 1_000 + 97, rate, 0)).toBeCloseTo(2 * day + 10_000, 0)
  expect(estimateEnd(5, undefined, 0)).toBeUndefined()
})
