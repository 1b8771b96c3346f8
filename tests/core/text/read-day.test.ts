import { expect, test } from 'vitest'
import { findDay, monthOf, weekdayOf } from '../../../core/text/read-day.ts'

test('the text after the day is returned', () => {
  expect(findDay('17 Nov 2026 14:00', undefined, 'en')).toMatchObject({
    day: { year: 2026, month: 11, day: 17 },
    rest: ' 14:00',
  })
})

test('two digits of a year are read only as RFC 850 and RFC 822 write them', () => {
  expect(findDay('17-Nov-94', undefined, 'en')?.day.year).toBe(1994)
  expect(findDay('17 Nov 26', 2, 'en')?.day.year).toBe(2026)
  expect(findDay('17 Nov 26', undefined, 'en')).toBeUndefined()
})

test('Thai years are of the Buddhist calendar', () => {
  expect(findDay('17 พ.ย. 2569', undefined, 'th')?.day.year).toBe(2026)
  expect(findDay('17/11/2569', undefined, 'th')?.day.year).toBe(2026)
  expect(findDay('17/11/2569', undefined, 'en')?.day.year).toBe(2569)
})

test('a month is a name or a number', () => {
  expect(['Nov.', 'noviembre', '11', 'rain', undefined].map((name) => monthOf(name, 'es'))).toEqual([
    ...[11, 11, 11],
    ...[undefined, undefined],
  ])
})

test('days that do not exist, or are older than the calendar, have no weekday', () => {
  expect(weekdayOf({ year: 2026, month: 11, day: 17 })).toBe(2)
  expect(weekdayOf({ year: 2026, month: 2, day: 29 })).toBeUndefined()
  expect(weekdayOf({ year: 1405, month: 8, day: 26 })).toBeUndefined()
})
