import { describe, expect, test } from 'vitest'
import { dayElement, monthName, monthTitle, weekdayElement } from '../../../core/pages/dates.ts'
import { calendarDay } from '../../../core/text/calendar-day.ts'
import { site } from '../feeds/samples.ts'

const { publication } = site // in New York

describe('midnight UTC is a day without a time, the same everywhere', () => {
  test.each(['2015-08-12T00:00:00.000Z', '2015-08-12T00:00:00Z', '2015-08-12T00:00Z'])('%s', (instant) => {
    expect(dayElement(publication, instant)).toEqual({ datetime: '2015-08-12', text: '12 August 2015' })
    expect(weekdayElement(publication, instant).text).toMatch(/^Wednesday,? 12 August 2015$/)
    expect(calendarDay(instant, publication.timeZone)).toBe('2015-08-12')
  })
})

test('any other instant is shown as its day in the time zone of the publication', () => {
  const instant = '2026-02-03T02:30:00.000Z'
  expect(dayElement(publication, instant)).toEqual({ datetime: instant, text: '2 February 2026' })
  expect(calendarDay(instant, publication.timeZone)).toBe('2026-02-02')
})

test('days and months are in the language of the publication', () => {
  const german = { ...publication, language: 'de' }
  expect(dayElement(german, '2015-03-12T00:00:00Z').text).toBe('12. März 2015')
  expect(monthName(german, '2015-03')).toBe('März')
  expect(monthTitle(german, '2015-03')).toBe('März 2015')
})
