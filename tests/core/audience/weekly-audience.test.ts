import { expect, test } from 'vitest'
import { mondayOf, newestReaders, shiftDay, sumUpWeeks } from '../../../core/audience/weekly-audience.ts'

const audience = (day: string, readers: number) => ({
  day,
  feeds: { 'feed.xml': { services: { Feedly: 1 }, readers } },
})

test('a week is the mean of its counted days', () => {
  const days = [
    audience('2026-12-01', 9),
    audience('2026-11-30', 4),
    audience('2026-11-29', 2),
    { day: '2026-11-28', feeds: {} },
  ]
  expect(sumUpWeeks(days, 'feed.xml')).toEqual([
    { week: '2026-11-23', readers: 2, days: 2 },
    { week: '2026-11-30', readers: 8, days: 2 },
  ])
  expect(sumUpWeeks([], 'feed.xml')).toEqual([])
  expect(newestReaders(days, 'feed.xml')).toEqual({ services: { Feedly: 1 }, readers: 9 })
  expect(newestReaders(days, 'atom.xml')).toBeUndefined()
})

test('weeks begin on Monday, also across years', () => {
  expect(['2026-11-30', '2026-12-06', '2027-01-01', '2026-11-29'].map(mondayOf)).toEqual([
    ...['2026-11-30', '2026-11-30', '2026-12-28', '2026-11-23'],
  ])
  expect(shiftDay('2027-01-01', -1)).toBe('2026-12-31')
})
