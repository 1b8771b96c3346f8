import { describe, expect, test } from 'vitest'
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

describe('how an article is mailed', () => {
  const mailed = (fields: string, previous?: Parameters<typeof recordOf>[1]) =>
    textOf(good.replace('summary', `${fields}\nsummary`), previous, previous ? '2' : '1')

  test('is in the text of a published and of a scheduled article', () => {
    expect(mailed('mail: alone')).toContain(
      `It is mailed on its own to the readers of daily, weekly, within a minute after ${at}, and is in no other issue.`,
    )
    const later = good.replace('2026-01-01', '2026-05-01').replace('summary', 'mail: alone\ndigests: weekly\nsummary')
    expect(textOf(later)).toContain('to the readers of weekly, within a minute after 2026-05-01T00:00:00.000Z')
    expect(mailed('mail: none')).toContain('It is mailed in no digest.')
    expect(mailed('digests: weekly')).toContain('It is for the readers of weekly only.')
    for (const other of ['mail: digest', 'mail: alone\ndraft: true'])
      expect(mailed(other)).not.toMatch(/readers|no digest/)
  })

  test('says that a retracted article is not mailed on its own, and that some issues wait for approval', () => {
    expect(mailed('mail: alone\nstatus: retracted\nnotice: Forged.')).toContain('It is not mailed on its own.')
    const { weekly } = site.publication.digests
    const digests = {
      ...site.publication.digests,
      weekly: { ...weekly, approval: true },
    } as typeof site.publication.digests // it is there
    const careful = { ...site, publication: { ...site.publication, digests } }
    const receipt = composeReceipt(recordOf(good.replace('summary', 'mail: alone\nsummary')), careful)
    expect(renderReceiptText(receipt)).toContain('In weekly, it waits for approval first.')
  })
})
