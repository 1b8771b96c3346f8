import { expect, test } from 'vitest'
import { calendarNames, foldName, languagesOf } from '../../../core/text/calendar-names.ts'

test.each([
  ['de', 'märz', 3],
  ['pl', 'sierpnia', 8],
  ['fr-CA', 'août', 8],
  ['de', 'march', 3],
  ['en', 'sept', 9],
  ['no such language', 'january', 1],
])('in %s, %s is month %i', (language, name, month) => {
  expect(calendarNames(language).months.get(foldName(name))).toBe(month)
})

test('weekdays begin with Monday and include English abbreviations', () => {
  const { weekdays } = calendarNames('es')
  expect(['lunes', 'domingo', 'monday', 'thurs'].map((name) => weekdays.get(name))).toEqual([1, 7, 1, 4])
})

test('names are compared without case, accents and full stops', () => {
  expect(['Août', 'aout', 'AOÛT.', 'Kasım', 'พ.ย.'].map(foldName)).toEqual(['aout', 'aout', 'aout', 'kasim', 'พย'])
})

test.each([
  ['17 listopadu 2026', ['cs']],
  ['17 ноября 2026 г.', ['ru']],
  ['17 de novembre de 2026', ['fr', 'it', 'ca']],
  ['17 rainy days', []],
])('the month in "%s" is a word of %j', (text, languages) => {
  expect(languagesOf(text)).toEqual(languages)
})
