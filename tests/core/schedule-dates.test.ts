import { expect, test } from 'vitest'
import { countsOn, firstDay, wallTimeOf } from '../../core/schedule-dates.ts'

test.each([
  [{ every: 'day', at: '07:00' } as const, '07:00'],
  [{ every: 'rule', cron: '5 7 ? * MON-FRI *' } as const, '07:05'],
  [{ every: 'rule', cron: '0/5 7 ? * MON-FRI *' } as const, undefined],
  [{ every: 'rule', cron: '5 7,8 ? * MON-FRI *' } as const, undefined],
  [{ every: 'hour', minute: 5 } as const, undefined],
  [{ every: 'minute' } as const, undefined],
])('the wall time of %j is %s', (schedule, time) => {
  expect(wallTimeOf(schedule)).toBe(time)
})

test('a schedule without a beginning counts on every date', () => {
  const weekly = { every: 'week', on: 'friday', at: '07:00' } as const
  expect(firstDay(weekly)).toBeUndefined()
  expect(countsOn(weekly, new Date('2026-01-02T07:00:00Z'))).toBe(true)
})

test.each([
  ['2025-12-19T07:00:00Z', false],
  ['2026-01-02T00:00:00Z', true],
  ['2026-01-02T23:59:00Z', true],
  ['2026-01-09T07:00:00Z', false],
  ['2026-01-16T07:00:00Z', true],
])('every other Friday from 2 January 2026 on, %s counts: %s', (date, counts) => {
  const schedule = { every: 'week', on: 'friday', at: '07:00', interval: 2, from: '2026-01-02' } as const
  expect(countsOn(schedule, new Date(date))).toBe(counts)
})

test.each([
  ['2026-08-31T07:00:00Z', false],
  ['2026-11-30T07:00:00Z', true],
  ['2027-01-31T07:00:00Z', false],
  ['2027-02-28T07:00:00Z', true],
])('every third month from November 2026 on, %s counts: %s', (date, counts) => {
  const schedule = { every: 'month', on: 31, at: '07:00', interval: 3, from: '2026-11' } as const
  expect(countsOn(schedule, new Date(date))).toBe(counts)
})
