import { expect, test } from 'vitest'
import { parseSchedule } from '../src/occurrences.ts'

function occurrences(expression: string, timeZone: string, after: string, count = 3): string[] {
  const { next } = parseSchedule(expression, timeZone)
  const anchor = new Date(after)
  const times: string[] = []
  for (let at = next(anchor, anchor); at && times.length < count; at = next(at, anchor))
    times.push(at.toISOString().slice(0, 16))
  return times
}

test.each([
  ['cron(0 7 * * ? *)', ['2026-10-24T05:00', '2026-10-25T06:00', '2026-10-26T06:00']],
  ['cron(0 7 ? * 2-6 *)', ['2026-10-26T06:00', '2026-10-27T06:00', '2026-10-28T06:00']],
  ['cron(0 7 ? * MON *)', ['2026-10-26T06:00', '2026-11-02T06:00', '2026-11-09T06:00']],
  ['cron(0 7 ? * 1 *)', ['2026-10-25T06:00', '2026-11-01T06:00', '2026-11-08T06:00']],
  ['cron(0 7 ? * L *)', ['2026-10-24T05:00', '2026-10-31T06:00', '2026-11-07T06:00']],
  ['cron(0 7 ? * 6L *)', ['2026-10-30T06:00', '2026-11-27T06:00', '2026-12-25T06:00']],
  ['cron(0 7 ? * 2#1 *)', ['2026-11-02T06:00', '2026-12-07T06:00', '2027-01-04T06:00']],
  ['cron(0 7 L * ? *)', ['2026-10-31T06:00', '2026-11-30T06:00', '2026-12-31T06:00']],
  ['cron(0 7 15W * ? *)', ['2026-11-16T06:00', '2026-12-15T06:00', '2027-01-15T06:00']],
  ['cron(0/20 7 1 JAN ? 2027)', ['2027-01-01T06:00', '2027-01-01T06:20', '2027-01-01T06:40']],
  ['cron(5/40 7,8 24 * ? *)', ['2026-10-24T05:05', '2026-10-24T05:45', '2026-10-24T06:05']],
  ['cron(0 7 1 1 ? 2020)', []],
  ['at(2026-10-25T07:30:00)', ['2026-10-25T06:30']],
  ['at(2020-10-25T07:30:00)', []],
  ['rate(1 day)', ['2026-10-24T12:00', '2026-10-25T12:00', '2026-10-26T12:00']],
  ['rate(90 minutes)', ['2026-10-23T13:30', '2026-10-23T15:00', '2026-10-23T16:30']],
])('%s in Berlin, from noon (UTC) of 23 October 2026 on', (expression, expected) => {
  expect(occurrences(expression, 'Europe/Berlin', '2026-10-23T12:00:00Z')).toEqual(expected)
})

test('a run at a time that DST skips is left out, as in AWS', () => {
  expect(occurrences('cron(30 2 * * ? *)', 'Europe/Berlin', '2026-03-28T00:00:00Z', 2)).toEqual([
    '2026-03-28T01:30',
    '2026-03-30T00:30',
  ])
})

test('a time that DST repeats has one run, at its first occurrence, as in AWS', () => {
  const berlin = occurrences('cron(0,30 2 * * ? *)', 'Europe/Berlin', '2026-10-24T12:00:00Z', 4)
  expect(berlin).toEqual(['2026-10-25T00:00', '2026-10-25T00:30', '2026-10-26T01:00', '2026-10-26T01:30'])
  const newYork = occurrences('cron(30 1 * * ? *)', 'America/New_York', '2026-10-31T12:00:00Z', 2)
  expect(newYork).toEqual(['2026-11-01T05:30', '2026-11-02T06:30'])
})

test('during the second pass of a repeated hour, the next run is after that hour', () => {
  expect(occurrences('cron(0/15 * * * ? *)', 'Europe/Berlin', '2026-10-25T01:20:00Z', 2)).toEqual([
    '2026-10-25T02:00',
    '2026-10-25T02:15',
  ])
})

test('zones with odd offsets and with half-hour DST are supported', () => {
  expect(occurrences('cron(0 7 * * ? *)', 'Asia/Kathmandu', '2026-01-01T00:00:00Z', 1)).toEqual(['2026-01-01T01:15'])
  expect(occurrences('cron(15 2 * * ? *)', 'Australia/Lord_Howe', '2026-10-02T16:00:00Z', 2)).toEqual([
    '2026-10-04T15:15',
    '2026-10-05T15:15',
  ])
})

test.each([
  'cron(0 7 * * *)',
  'cron(0 7 * * * *)',
  'cron(0 7 ? * ? *)',
  'cron(61 7 * * ? *)',
  'cron(0 7 ? * 8 *)',
  'cron(x 7 * * ? *)',
  'rate(0 minutes)',
  'rate(5 seconds)',
  'rate(minute)',
  'at(2026-02-30T00:00:00)',
  'at(tomorrow)',
  'every day',
  '',
])('%s is refused', (expression) => {
  expect(() => parseSchedule(expression, 'UTC')).toThrow()
})

test('an unknown time zone is refused', () => {
  expect(() => parseSchedule('rate(1 day)', 'Mars/Olympus')).toThrow('Mars/Olympus')
})
