import { expect, test } from 'vitest'
import { nextRun } from '../../../core/schedules/next-run.ts'

test.each([
  ['the day before clocks go forward', '2027-03-27T10:00:00.000Z', '2027-03-28T01:30:00.000Z'],
  ['the night before, after the last one', '2027-03-27T02:00:00.000Z', '2027-03-28T01:30:00.000Z'],
  ['the day on which it was an hour late', '2027-03-28T01:30:00.000Z', '2027-03-29T00:30:00.000Z'],
  ['before clocks go back', '2027-10-30T10:00:00.000Z', '2027-10-31T00:30:00.000Z'],
  ['in the hour that comes twice', '2027-10-31T00:30:00.000Z', '2027-11-01T01:30:00.000Z'],
])('at half past two in Berlin, %s: as it will go out', (_when, after, next) => {
  expect(nextRun({ every: 'day', at: '02:30' }, 'Europe/Berlin', after)).toBe(next)
})

test('a month without a 30th has its issue on the last day', () => {
  const schedule = { every: 'month', on: 30, at: '07:00' } as const
  expect(nextRun(schedule, 'UTC', '2027-02-01T00:00:00.000Z')).toBe('2027-02-28T07:00:00.000Z')
})

test('what goes out at once has no next time', () => {
  expect(nextRun({ every: 'minute' }, 'UTC', '2027-02-01T00:00:00.000Z')).toBeUndefined()
})
