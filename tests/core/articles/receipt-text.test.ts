import { expect, test } from 'vitest'
import { composeReceipt } from '../../../core/articles/receipt.ts'
import { renderReceiptText } from '../../../core/articles/receipt-text.ts'
import { site } from '../reading/sample.ts'
import { at, changedRecord, good, key, page, recordOf } from './sample-record.ts'

const textOf = (...upload: Parameters<typeof recordOf>) => renderReceiptText(composeReceipt(recordOf(...upload), site))

test('the text of a published article names its page and its feed', () => {
  expect(textOf(good)).toBe(
    `"T" (${key})\nPublished. Read it at ${page}\nIt is in the feed https://gazette.example/feed.xml\n\nChecked at ${at}.\n`,
  )
})

test('a warning has its position, its fix and its rule', () => {
  const text = textOf(good.replace('summary', 'sumary'))
  expect(text).toContain('Published with warnings.')
  expect(text).toContain(
    'Warnings:\n- line 4, column 1: "sumary" is not a known field and was ignored.\n  Did you mean "summary"? [unknown-field]',
  )
})

test('the text of a rejected upload lists the errors; that of a rejected correction links to the last good version', () => {
  expect(textOf('Text')).toMatch(/It was not published[\s\S]*Errors:\n- The article has no title\./)
  expect(textOf('Text', recordOf(good), '2')).toContain(`the last good version is still at ${page}`)
})

test('the text of a scheduled article says when it will be published', () => {
  expect(textOf(good.replace('2026-01-01', '2026-05-01'))).toContain(
    'It will be published automatically at 2026-05-01T00:00:00.000Z',
  )
})

test('the text of a draft says why it is held back', () => {
  expect(textOf(good.replace('summary', 'draft: true\nsummary'))).toContain(
    'Held back. The article is not published, because of "draft: true". See line 4.',
  )
})

test('the text of a withdrawn article says that it was withdrawn', () => {
  const record = changedRecord({ state: 'withdrawn', articleState: 'withdrawn' })
  expect(renderReceiptText(composeReceipt(record, site))).toContain('Withdrawn. It is no longer on the site')
})

test('a file beside an article has its own texts, and an insert has the verdict of the caller', () => {
  const file = { key: 'articles/map.png', state: 'withdrawn', problems: [], at } as const
  expect(renderReceiptText(file)).toContain('Withdrawn. It is no longer on the site.\n')
  expect(renderReceiptText({ ...file, key: 'issues/daily/note.md' }, 'Removed.')).toContain('\nRemoved.\n')
})
