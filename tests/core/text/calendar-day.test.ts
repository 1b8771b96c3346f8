import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarDay, dayStartingAt, isWholeDay, startOf, startOfDay } from '../../../core/text/calendar-day.ts'

test.each([
  ['2027-03-14', 'UTC', '2027-03-14T00:00:00.000Z'],
  ['2027-03-14', 'Europe/Berlin', '2027-03-13T23:00:00.000Z'],
  ['2027-07-01', 'America/Los_Angeles', '2027-07-01T07:00:00.000Z'],
  ['2028-02-29', 'Asia/Kolkata', '2028-02-28T18:30:00.000Z'],
])('%s in %s begins at %s', (day, timeZone, instant) => {
  expect(startOfDay(day, timeZone)).toBe(instant)
})

test.each([
  '2027-02-29',
  '2027-02-31',
  '2027-13-01',
  '2027-00-10',
  '2027-1-1',
  '14.03.2027',
  '2027-03-14T00:00',
  'soon',
  '',
])('%j is not a day', (day) => {
  expect(startOfDay(day, 'UTC')).toBeUndefined()
})

test('a day without a time means its beginning, and a time means itself', () => {
  expect(startOf('2027-07-01T00:00:00.000Z', 'America/Los_Angeles')).toBe('2027-07-01T07:00:00.000Z')
  expect(startOf('2027-07-01T09:30:00.000Z', 'America/Los_Angeles')).toBe('2027-07-01T09:30:00.000Z')
})

test('the start of a day converts back to the same day in every time zone, even where clocks change at midnight', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'Africa/Cairo',
    'America/Santiago',
    'Asia/Beirut',
    'Pacific/Kiritimati',
    'Pacific/Niue',
  ]
  const days = fc
    .date({ min: new Date('2026-01-01'), max: new Date('2031-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
  fc.assert(
    fc.property(days, fc.constantFrom(...zones), (day, zone) => {
      expect(dayStartingAt(startOfDay(day, zone) ?? '', zone)).toBe(day)
    }),
    {
      numRuns: 1000,
      examples: [
        ['2026-09-06', 'America/Santiago'],
        ['2026-04-24', 'Africa/Cairo'],
        ['2027-03-28', 'Asia/Beirut'],
      ],
    },
  )
})

test.each([
  ['2026-10-20T00:00:00.000Z', true],
  ['2026-10-20T00:00:00Z', true],
  ['2026-10-20T00:01:00.000Z', false],
])('%s is a whole day: %s', (instant, expected) => {
  expect(isWholeDay(instant)).toBe(expected)
})

test.each([
  ['2026-10-20T23:30:00.000Z', 'Europe/Berlin', '2026-10-21'],
  ['2026-10-20T03:30:00.000Z', 'America/New_York', '2026-10-19'],
  ['2026-10-20T00:00:00.000Z', 'America/New_York', '2026-10-20'],
])('%s in %s is on %s', (instant, timeZone, day) => {
  expect(calendarDay(instant, timeZone)).toBe(day)
})
