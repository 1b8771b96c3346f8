import { expect, test } from 'vitest'
import { answeredKey, composeReceipt, receiptPath, restoreRecord } from '../../../core/articles/receipt.ts'
import { parseReceipt } from '../../../core/articles/receipt-schema.ts'
import { accepted, site } from '../reading/sample.ts'
import { at, good, key, page, recordOf } from './sample-record.ts'

test('the receipt of a published article has its URLs', () => {
  const receipt = composeReceipt(recordOf(good), site)
  expect(receipt).toEqual({
    key,
    state: 'published',
    title: 'T',
    urls: {
      page,
      rss: 'https://gazette.example/feed.xml',
      atom: 'https://gazette.example/atom.xml',
      json: 'https://gazette.example/feed.json',
    },
    article: {
      slug: 't',
      guid: 'tag:gazette.example,2026:articles/a.md',
      date: '2026-01-01T00:00:00.000Z',
      liveAt: at,
      updatedAt: at,
      since: at,
      corrections: [],
    },
    problems: [],
    at,
  })
})

test('the receipt of a rejected upload has no URLs; that of a rejected correction has those of the last good version', () => {
  const rejected = composeReceipt(recordOf('Text'), site, { title: 'A title' })
  expect(rejected).toMatchObject({ state: 'rejected', title: 'A title' })
  expect(rejected).not.toHaveProperty('urls')
  const correction = composeReceipt(recordOf('Text', recordOf(good), '2'), site)
  expect(correction).toMatchObject({ state: 'rejected', title: 'T', urls: { page } })
})

test('drafts and scheduled articles have no URLs', () => {
  const draft = composeReceipt(recordOf(good.replace('---\n', '---\ndraft: true\n')), site)
  const scheduled = composeReceipt(recordOf(good.replace('2026-01-01', '2026-05-01')), site)
  expect(draft).toMatchObject({ state: 'draft' })
  expect(scheduled).toMatchObject({ state: 'scheduled', due: '2026-05-01T00:00:00.000Z' })
  expect(draft.urls ?? scheduled.urls).toBeUndefined()
})

test('an upload with a record restored from a receipt keeps its identity and its place in the feeds', () => {
  const record = recordOf(good)
  const restored = restoreRecord(composeReceipt(record, site), '"etag"')
  expect(restored).toMatchObject({ key, revision: 0, etag: '"etag"', since: at, articleState: 'withdrawn' })
  const again = recordOf(good.replace('title: T', 'title: Another'), restored)
  const { slug, guid, liveAt, date } = record.article ?? {}
  expect(again.article).toMatchObject({ slug, guid, liveAt, date, title: 'Another' })
})

test('no record is restored from the receipt of an upload that was never an article', () => {
  expect(restoreRecord(composeReceipt(recordOf('Text'), site), '"etag"')).toBeUndefined()
})

test('the path of a JSON receipt contains its key, unless the key is too long', () => {
  expect(answeredKey(receiptPath(key, 'json'))).toBe(key)
  expect(answeredKey(receiptPath(key, 'txt'))).toBeUndefined()
  expect(answeredKey(receiptPath(`articles/${'x'.repeat(1010)}`, 'json'))).toBeUndefined()
})

test('the path of the receipt for the longest possible key is itself a valid key', () => {
  expect(receiptPath(key, 'json')).toBe('receipts/articles/a.md.json')
  const long = `articles/${'ü'.repeat(505)}.md`
  expect(Buffer.byteLength(receiptPath(long, 'json'))).toBeLessThanOrEqual(1024)
  expect(receiptPath(long, 'json')).not.toBe(receiptPath(`${long}x`, 'json'))
})

test('the sample article has no problems', () => {
  expect(accepted('a.md', good).problems).toEqual([])
})

test('a receipt restores how an article is mailed, so that it is not mailed in another way', () => {
  const record = { ...recordOf(good.replace('summary', 'mail: alone\nsummary')), tooLate: ['daily'] }
  const receipt = composeReceipt(record, site)
  expect(receipt.mailing).toEqual({ mode: 'alone', digests: ['weekly'], at, tooLate: ['daily'] })
  expect(restoreRecord(receipt, '"e"')).toMatchObject({ article: { mail: 'alone' }, tooLate: ['daily'] })
  expect(parseReceipt(JSON.stringify(receipt))?.mailing).toEqual(receipt.mailing)
  expect(composeReceipt(recordOf(good), site).mailing).toBeUndefined()
})
