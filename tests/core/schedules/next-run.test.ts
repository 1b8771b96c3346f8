import { expect, test } from 'vitest'
import { nextRun } from '../../../core/schedules/next-run.ts'

test.each([
  ['on the day before the clocks go forward', '2027-03-27T10:00:00.000Z', '2027-03-28T01:30:00.000Z'],
  ['in the night before, after the previous run', '2027-03-27T02:00:00.000Z', '2027-03-28T01:30:00.000Z'],
  ['on the day with the shifted run', '2027-03-28T01:30:00.000Z', '2027-03-29T00:30:00.000Z'],
  ['before the clocks go back', '2027-10-30T10:00:00.000Z', '2027-10-31T00:30:00.000Z'],
  ['in the hour that occurs twice', '2027-10-31T00:30:00.000Z', '2027-11-01T01:30:00.000Z'],
])('the next run of a digest of 02:30 in Berlin, %s', (_when, after, next) => {
  expect(nextRun({ every: 'day', at: '02:30' }, 'Europe/Berlin', after)).toBe(next)
})

test('in a month without a 30th the issue is due on the last day', () => {
  const schedule = { every: 'month', on: 30, at: '07:00' } as const
  expect(nextRun(schedule, 'UTC', '2027-02-01T00:00:00.000Z')).toBe('2027-02-28T07:00:00.000Z')
})

test('an instant digest has no next time', () => {
  expect(nextRun({ every: 'minute' }, 'UTC', '2027-02-01T00:00:00.000Z')).toBeUndefined()
})
