import { expect, test } from 'vitest'
import type { DigestSchedule } from '../../../core/digest-schedule.ts'
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

function runs(schedule: DigestSchedule, timeZone: string, after: string, count: number): string[] {
  const times: string[] = []
  for (let at = nextRun(schedule, timeZone, after); at && times.length < count; at = nextRun(schedule, timeZone, at))
    times.push(at.slice(0, 16))
  return times
}

test.each<[string, DigestSchedule, string, string, readonly string[]]>([
  [
    'over the end of a year with 53 weeks',
    { every: 'week', on: 'friday', at: '07:00', interval: 2, from: '2026-12-18' },
    'UTC',
    '2026-12-20T00:00:00Z',
    ['2027-01-01T07:00', '2027-01-15T07:00', '2027-01-29T07:00'],
  ],
  [
    'when the clocks change in between',
    { every: 'week', on: 'monday', at: '07:00', interval: 3, from: '2026-10-12' },
    'Europe/Berlin',
    '2026-10-01T00:00:00Z',
    ['2026-10-12T05:00', '2026-11-02T06:00', '2026-11-23T06:00'],
  ],
  [
    'at a time that the clocks skip',
    { every: 'week', on: 'sunday', at: '02:30', interval: 2, from: '2027-03-14' },
    'Europe/Berlin',
    '2027-03-10T00:00:00Z',
    ['2027-03-14T01:30', '2027-03-28T01:30', '2027-04-11T00:30'],
  ],
  [
    'in a week that is left out, when the clocks skip its time',
    { every: 'week', on: 'sunday', at: '02:30', interval: 2, from: '2027-03-21' },
    'Europe/Berlin',
    '2027-03-22T00:00:00Z',
    ['2027-04-04T00:30', '2027-04-18T00:30'],
  ],
  [
    'east of the date line, where the date is another one than in UTC',
    { every: 'week', on: 'friday', at: '07:00', interval: 2, from: '2026-01-02' },
    'Pacific/Kiritimati',
    '2026-01-01T00:00:00Z',
    ['2026-01-01T17:00', '2026-01-15T17:00'],
  ],
  [
    'that begins in years',
    { every: 'week', on: 'friday', at: '07:00', interval: 52, from: '2190-01-01' },
    'America/New_York',
    '2026-01-01T00:00:00Z',
    ['2190-01-01T12:00', '2190-12-31T12:00'],
  ],
  [
    'that begins in years, without an interval',
    { every: 'week', on: 'friday', at: '07:00', from: '2027-01-01' },
    'UTC',
    '2026-01-01T00:00:00Z',
    ['2027-01-01T07:00', '2027-01-08T07:00'],
  ],
  [
    'by the quarter, on the last day',
    { every: 'month', on: 31, at: '07:00', interval: 3, from: '2026-11' },
    'UTC',
    '2026-01-01T00:00:00Z',
    ['2026-11-30T07:00', '2027-02-28T07:00', '2027-05-31T07:00'],
  ],
])('a digest %s has these runs', (_which, schedule, timeZone, after, expected) => {
  expect(runs(schedule, timeZone, after, expected.length)).toEqual(expected)
})

test('every run of a digest of several weeks is at that distance from the one before, for twenty years', () => {
  const schedule = { every: 'week', on: 'friday', at: '07:00', interval: 2, from: '2026-01-02' } as const
  const times = runs(schedule, 'UTC', '2026-01-01T00:00:00Z', 520).map((time) => Date.parse(`${time}Z`))
  expect(new Set(times.map((time, n) => time - (times[n - 1] ?? Number.NaN)))).toEqual(
    new Set([Number.NaN, 14 * 86_400_000]),
  )
})
