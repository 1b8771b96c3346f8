import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arrangeMonth, monthOf, readMonth } from '../../../operations/articles/calendar.ts'

test('a month has whole weeks from Monday, with each item on its day in the time zone', () => {
  const items = [
    { name: 'late', date: '2026-11-01T04:30:00.000Z' },
    { name: 'day', date: '2026-11-01T00:00:00.000Z' },
    { name: 'last', date: '2026-12-01T02:00:00.000Z' },
  ]
  const { weeks, previous, next } = arrangeMonth('2026-11', items, 'America/New_York')
  expect([previous, next, weeks.length]).toEqual(['2026-10', '2026-12', 6])
  expect(weeks[0]?.map((each) => each?.day)).toEqual([...Array(6).fill(undefined), '2026-11-01'])
  const named = weeks.flat().flatMap((each) => each?.items.map(({ name }) => [each.day, name]) ?? [])
  expect(named).toEqual([
    ['2026-11-01', 'day'],
    ['2026-11-01', 'late'],
    ['2026-11-30', 'last'],
  ])
})

test('every day of every month stands in the column of its weekday', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1990, max: 2090 }), fc.integer({ min: 1, max: 12 }), (year, number) => {
      const month = `${year}-${String(number).padStart(2, '0')}`
      const { weeks, next } = arrangeMonth(month, [], 'UTC')
      const days = weeks
        .flatMap((week) => week.map((each, column) => [each?.day, column] as const))
        .filter(([day]) => day)
      for (const [day, column] of days) expect(new Date(day ?? '').getUTCDay()).toBe((column + 1) % 7)
      expect(days.length).toBe(new Date(Date.UTC(year, number, 0)).getUTCDate())
      expect(arrangeMonth(next, [], 'UTC').previous).toBe(month)
    }),
  )
})

test('a month is read strictly', () => {
  expect(['2026-11', '2026-13', '26-1', '', undefined].map(readMonth)).toEqual(['2026-11', ...Array(4).fill(undefined)])
  expect(monthOf('2026-11-01T02:00:00Z', 'America/New_York')).toBe('2026-10')
})
