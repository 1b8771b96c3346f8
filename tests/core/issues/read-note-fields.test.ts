import { expect, test } from 'vitest'
import { insertReceipt, insertVerdict } from '../../../core/issues/insert-record.ts'
import { parseInsert } from '../../../core/issues/parse-insert.ts'
import { sampleSite } from './sample-issue.ts'

function read(text: string, kind: 'note' | 'sponsor' = 'note') {
  const bytes = new TextEncoder().encode(text)
  const source = { bytes, size: bytes.length, contentType: 'text/markdown' }
  return parseInsert(source, sampleSite(), '2026-11-21T06:00:00.000Z', kind)
}
const front = (fields: string, text = 'Text.') => `---\n${fields}\n---\n${text}`

test.each([
  ['subject: A letter from Bath\npreheader: "Snow: the mail is late"', 'A letter from Bath', 'Snow: the mail is late'],
  ['Subject: بريد الصباح\nPREHEADER: 郵便', 'بريد الصباح', '郵便'],
  ['subject: >\n  Two\n  lines', 'Two lines', undefined],
  ['subject: "One\\r\\nBcc: eve@example.org"', 'One Bcc: eve@example.org', undefined],
  ['subject: Hello {name|reader} {1, 2}', 'Hello {name|reader} {1, 2}', undefined],
  ['subject: Bath &amp; Wells', 'Bath & Wells', undefined],
  ['subject:\npreheader: null', undefined, undefined],
  [`subject: ${'é'.repeat(200)}`, 'é'.repeat(200), undefined],
])('a note gives its issue a subject and a preheader: %j', (fields, subject, preheader) => {
  const { insert, problems } = read(front(fields))
  expect([problems, insert?.subject, insert?.preheader]).toEqual([[], subject, preheader])
})

test.each([
  [`subject: ${'x'.repeat(201)}`, 'too-long', 2],
  [`title: T\npreheader: ${'x'.repeat(201)}`, 'too-long', 3],
  ['subject: [a, b]', 'invalid-field', 2],
  ['subject: Hello {headline}', 'unknown-value', 2],
  ['title: T\npreheader: Hello *|FNAME|*', 'unknown-value', 3],
  ['subject:\n  en: Hello', 'invalid-field', 2],
])('a note with the field %j is rejected, with the line', (fields, rule, line) => {
  const { insert, problems } = read(front(fields))
  expect(insert).toBeUndefined()
  expect(problems).toMatchObject([{ rule, severity: 'error', line }])
})

test.each([
  ['subjct: Hello', 'Did you mean "subject"?'],
  ['pre-headr: Hello', 'Did you mean "preheader"?'],
  ['reply-to: a@b.example', expect.stringContaining('write it into the text')],
  ['tags: letters\nsummary: x', expect.stringContaining('write them into the text')],
])('the unknown field %j of a note is reported, and the note is used', (fields, fix) => {
  const { insert, problems } = read(front(fields))
  expect(insert?.html).toContain('Text.')
  expect(problems).toMatchObject([{ rule: 'unknown-field', severity: 'warning', line: 2, fix }])
})

test('a sponsor has no say in the subject', () => {
  const { insert, problems } = read(front('subject: Buy ink\npreheader: now'), 'sponsor')
  expect(insert).not.toHaveProperty('subject')
  expect(problems.map(({ rule, line }) => [rule, line])).toEqual([
    ['unknown-field', 2],
    ['unknown-field', 3],
  ])
})

test('a note may consist of a subject', () => {
  expect(read(front('subject: Hello', '')).insert).toMatchObject({ subject: 'Hello', html: '' })
  expect(read(front('title: Hello', '')).problems).toMatchObject([{ rule: 'empty-file' }])
})

test('the receipt has both lines', () => {
  const { insert, problems } = read(front('subject: Hello\npreheader: There'))
  const record = {
    ...({ digest: 'daily', kind: 'note', key: 'issues/daily.md', sequencer: '1', state: 'scheduled' } as const),
    ...{ problems, insert, at: '2026-11-21T06:00:00.000Z', revision: 1 },
  }
  expect(insertReceipt(record)).toMatchObject({ state: 'scheduled', subject: 'Hello', preheader: 'There' })
  expect(insertVerdict(record)).toContain('The subject of its mails is “Hello”. Their preheader is “There”.')
})
