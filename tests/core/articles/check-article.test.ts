import { describe, expect, test } from 'vitest'
import {
  checkBackfill,
  checkDate,
  checkExpiry,
  checkMailSize,
  checkReplaced,
  checkSchedule,
  isExpired,
  replacedVersion,
} from '../../../core/articles/check-article.ts'
import { composeReceipt, restoreRecord } from '../../../core/articles/receipt.ts'
import { parseReceipt } from '../../../core/articles/receipt-schema.ts'
import { renderReceiptText } from '../../../core/articles/receipt-text.ts'
import { site } from '../reading/sample.ts'
import { changedRecord, page } from './sample-record.ts'

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

const changed = '2026-01-02T00:00:00.000Z'
const live = changedRecord({
  fingerprint: 'one',
  article: { title: 'Night mail returns', summary: 'It left at eight.', updatedAt: changed },
})
const articleOf = (title: string, summary = '') => {
  const { article } = changedRecord({ article: { title, summary } })
  if (!article) throw new Error('The sample is not accepted')
  return article
}
const corrected = articleOf('Night mail returns to Bath')

test('a new version of a live article names the one that it replaces', () => {
  expect(replacedVersion(live, corrected, { fingerprint: 'two' })).toEqual({ title: 'Night mail returns', at: changed })
  expect(replacedVersion(undefined, corrected, { fingerprint: 'one' })).toBeUndefined()
  const draft = { ...live, articleState: 'draft' as const }
  expect(replacedVersion(draft, corrected, { fingerprint: 'two' })).toBeUndefined()
})

test('reading the same version again, also from its receipt, does not change what it corrects', () => {
  const corrects = { title: 'Night mail returns', at: changed }
  const next = { ...live, article: corrected, fingerprint: 'two', etag: '"2"', corrects }
  expect(replacedVersion(next, corrected, { fingerprint: 'two' })).toEqual(corrects)
  const receipt = parseReceipt(JSON.stringify(composeReceipt(next, site)))
  const restored = receipt && restoreRecord(receipt, '"2"')
  expect(replacedVersion(restored, corrected, { fingerprint: 'two', etag: '"2"' })).toEqual(corrects)
  expect(replacedVersion(restored, corrected, { fingerprint: 'three', etag: '"3"' })).toBeUndefined()
})

describe('a version with little in common must be a different article', () => {
  test.each([
    ['Harbour lamps', 'Five lamps light the quay.', true],
    ['港の灯り', '五つの灯りが波止場を照らす。', true],
    ['Night mail', 'The coach.', false],
    ['The evening coach', 'It left at eight, and returns with the mail of the night.', false],
  ])('%s: %s', (title, summary, different) => {
    const previous = { ...live, article: articleOf('Night mail returns', 'The mail left at eight that night.') }
    const corrects = replacedVersion(previous, articleOf(title, summary), { fingerprint: 'two' })
    expect(corrects?.different ?? false).toBe(different)
    expect(checkReplaced(corrects, 'articles/letter.md').map(({ rule }) => rule)).toEqual(
      different ? ['replaced-article'] : [],
    )
  })
})

test('the receipt says that it is a correction, and names the old title if it differs', () => {
  const textOf = (title: string) =>
    renderReceiptText(composeReceipt({ ...live, article: corrected, corrects: { title, at: changed } }, site))
  expect(textOf('Night mail returns')).toContain(
    `Corrected. Read it at ${page}\nIt replaces "Night mail returns" of ${changed}.\nIt is in the feed`,
  )
  expect(textOf(corrected.title)).toContain(`It replaces the version of ${changed}.`)
})
