import { expect, test } from 'vitest'
import { calendarNames } from '../../../core/text/calendar-names.ts'

test.each([
  ['de', 'märz', 3],
  ['pl', 'sierpnia', 8],
  ['fr-CA', 'août', 8],
  ['de', 'march', 3],
  ['en', 'sept', 9],
  ['no such language', 'january', 1],
])('in %s, %s is month %i', (language, name, month) => {
  expect(calendarNames(language).months.get(name)).toBe(month)
})

test('weekdays begin with Monday and include English abbreviations', () => {
  const { weekdays } = calendarNames('es')
  expect(['lunes', 'domingo', 'monday', 'thurs'].map((name) => weekdays.get(name))).toEqual([1, 7, 1, 4])
})
