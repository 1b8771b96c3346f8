import { expect, test } from 'vitest'
import { checkDate, checkMailSize } from '../../../core/articles/check-article.ts'

const at = '2026-03-01T08:00:00.000Z'
const rules = (date: string | undefined, source: 'news' | 'backfill' = 'news') =>
  checkDate(date, source, at).map(({ rule }) => rule)

test('dates that are probably typing errors get a warning', () => {
  expect(rules('2062-01-01T00:00:00.000Z')).toEqual(['far-future-date'])
  expect(rules('1926-01-01T00:00:00.000Z')).toEqual(['far-past-date'])
})

test('other dates, and old dates of a backfill, get no warning', () => {
  expect([rules(undefined), rules('2026-12-01T00:00:00.000Z'), rules('2010-01-01T00:00:00.000Z')]).toEqual([[], [], []])
  expect(rules('1926-01-01T00:00:00.000Z', 'backfill')).toEqual([])
})

test('an article that Gmail would cut off gets a warning with its size', () => {
  const body = { page: '', feed: '', text: '', email: 'é'.repeat(45_000) }
  expect(checkMailSize(body)).toEqual([])
  expect(checkMailSize({ ...body, email: `${body.email}x`.repeat(2) })).toMatchObject([
    { rule: 'large-mail', message: expect.stringContaining('180 KB') },
  ])
})
