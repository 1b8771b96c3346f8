import { expect, test } from 'vitest'
import { applyUpload, type UploadFact } from '../../../core/articles/apply-upload.ts'
import type { UploadRecord } from '../../../core/articles/article.ts'
import { composeReceipt, receiptPath, renderReceiptText } from '../../../core/articles/receipt.ts'
import { accepted, parse, site } from '../reading/sample.ts'

const at = '2026-03-01T08:00:00.000Z'
const key = 'articles/a.md'
const page = 'https://gazette.example/articles/t/'

function judge(text: string, before?: UploadRecord, sequencer = '1'): UploadRecord {
  const parsed = parse('a.md', text)
  const fact: UploadFact = parsed.accepted
    ? { kind: 'accepted', key, sequencer, at, ...parsed, contentHash: 'h', words: 1 }
    : { kind: 'rejected', key, sequencer, at, problems: parsed.problems }
  return applyUpload(before, fact, site)
}
const good = '---\ntitle: T\ndate: 2026-01-01\nsummary: S\n---\nText'

test('a published article has its addresses', () => {
  const receipt = composeReceipt(judge(good), site)
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
    },
    problems: [],
    at,
  })
  expect(renderReceiptText(receipt)).toBe(
    `"T" (${key})\nPublished. Read it at ${page}\nIt is in the feed https://gazette.example/feed.xml\n\nChecked at ${at}.\n`,
  )
})

test('warnings say what, where and what to do', () => {
  const text = renderReceiptText(composeReceipt(judge(good.replace('summary', 'sumary')), site))
  expect(text).toContain('Published with warnings.')
  expect(text).toContain(
    '- line 4, column 1: "sumary" is not a known field and was ignored.\n  Did you mean "summary"? [unknown-field]',
  )
})

test('a rejected upload is told why; a rejected correction, where the last good version is', () => {
  const fresh = composeReceipt(judge('Text'), site)
  expect(fresh).toMatchObject({ state: 'rejected' })
  expect(fresh).not.toHaveProperty('urls')
  expect(renderReceiptText(fresh)).toMatch(/It was not published[\s\S]*What is wrong:\n- The article has no title\./)
  const correction = composeReceipt(judge('Text', judge(good), '2'), site)
  expect(correction).toMatchObject({ state: 'rejected', title: 'T', urls: { page } })
  expect(renderReceiptText(correction)).toContain(`the last good version is still at ${page}`)
})

test('what nobody can see yet has no address', () => {
  const draft = composeReceipt(judge(good.replace('---\n', '---\ndraft: true\n')), site)
  const scheduled = composeReceipt(judge(good.replace('2026-01-01', '2026-05-01')), site)
  expect(draft.urls ?? scheduled.urls).toBeUndefined()
  expect(renderReceiptText(scheduled)).toContain('It will appear by itself at 2026-05-01T00:00:00.000Z')
})

test('dates that are probably slips are warned of', () => {
  expect(judge(good.replace('2026-01-01', '2062-01-01')).problems).toMatchObject([{ rule: 'far-future-date' }])
  expect(judge(good.replace('2026-01-01', '1926-01-01')).problems).toMatchObject([{ rule: 'far-past-date' }])
})

test('the receipt of a key as long as S3 allows fits into a key', () => {
  expect(receiptPath(key, 'json')).toBe('receipts/articles/a.md.json')
  const long = `articles/${'ü'.repeat(505)}.md`
  expect(Buffer.byteLength(receiptPath(long, 'json'))).toBeLessThanOrEqual(1024)
  expect(receiptPath(long, 'json')).not.toBe(receiptPath(`${long}x`, 'json'))
})

test('the example is not accepted by accident', () => {
  expect(accepted('a.md', good).problems).toEqual([])
})
