import { expect, test } from 'vitest'
import {
  checkBackfill,
  checkDate,
  checkExpiry,
  checkMailSize,
  checkSchedule,
  isExpired,
} from '../../../core/articles/check-article.ts'
import { changedRecord } from './sample-record.ts'

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

test('the receipt of a scheduled article names the path if only the path has its date', () => {
  const date = '2027-03-01T00:00:00.000Z'
  expect(checkSchedule({ date, isDatedByPath: true })).toMatchObject([
    { rule: 'date-from-path', message: expect.stringContaining('2027-03-01') },
  ])
  expect(checkSchedule({ date })).toEqual([])
})

test('an article from an archive without any date is rejected, unless it was accepted before', () => {
  const undated = { date: undefined }
  expect(checkBackfill(undated, 'backfill/harbour.md', undefined)).toMatchObject([
    { rule: 'undated-backfill', severity: 'error', fix: expect.stringContaining('2013-05-09-harbour.md') },
  ])
  expect(checkBackfill({ date: at }, 'backfill/harbour.md', undefined)).toEqual([])
  expect(checkBackfill(undated, 'articles/harbour.md', undefined)).toEqual([])
  expect(checkBackfill(undated, 'backfill/harbour.md', changedRecord({}))).toEqual([])
})

test('an article expires at the instant that its fields give', () => {
  const expires = '2026-03-01T08:00:00.000Z'
  expect([isExpired({ expires }, at), isExpired({ expires }, '2026-03-01T07:59:00.000Z'), isExpired({}, at)]).toEqual([
    ...[true, false, false],
  ])
  expect(checkExpiry({ expires }, at)).toMatchObject([{ rule: 'held-back', message: expect.stringContaining(expires) }])
})
