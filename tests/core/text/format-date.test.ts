import { expect, test } from 'vitest'
import { formatArticleDate, formatDay, formatShortDay } from '../../../core/text/format-date.ts'

const vienna = { language: 'de', timeZone: 'Europe/Vienna' }
const newYork = { language: 'en', timeZone: 'America/New_York' }

test('the day of an instant depends on the time zone', () => {
  expect(formatDay(vienna, '2026-11-30T23:30:00.000Z')).toBe('1. Dezember 2026')
  expect(formatDay(newYork, '2026-12-01T02:00:00.000Z')).toBe('November 30, 2026')
})

test('a short day includes the weekday', () => {
  expect(formatShortDay({ language: 'en-GB', timeZone: 'UTC' }, '2026-11-30T08:00:00.000Z')).toMatch(/^Mon,? 30 Nov$/)
})

test('an article with a date but no time shows the same day in every time zone', () => {
  expect(formatArticleDate(newYork, '2026-11-30T00:00:00.000Z')).toBe('November 30, 2026')
  expect(formatArticleDate(newYork, '2026-11-30T00:30:00.000Z')).toBe('November 29, 2026')
})
