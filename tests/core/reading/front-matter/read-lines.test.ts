import { expect, test } from 'vitest'
import { readPlainFields } from '../../../../core/reading/front-matter/read-lines.ts'

const read = (text: string) => readPlainFields(text.split('\n'), 1)
const values = (text: string) => read(text)?.fields.map(({ name, value }) => [name, value])

test('lines of names and values are fields, up to the first empty line', () => {
  expect(values('Title: Lamps\nStatus: draft\n\nNote: text')).toEqual([
    ['Title', 'Lamps'],
    ['Status', 'draft'],
  ])
  expect(read('Title: Lamps\nStatus: draft\n\nText')).toMatchObject({ length: 2, fields: [{ line: 1 }, { line: 2 }] })
})

test('two colons are like one, as Dataview and Logseq write them', () => {
  expect(values('status:: draft\n')).toEqual([['status', 'draft']])
})

test('values continue on indented lines; lists and quotation marks are read', () => {
  expect(values('title: "Lamps"\nsummary: One\n  two\ntags: [a, "b"]\nauthors:\n- Ada\n- Grace\ndate: ~\n---')).toEqual(
    [
      ...[
        ['title', 'Lamps'],
        ['summary', 'One two'],
        ['tags', ['a', 'b']],
      ],
      ...[
        ['authors', ['Ada', 'Grace']],
        ['date', ''],
      ],
    ],
  )
})

test.each([
  'Note: this is text.\n\nMore',
  'Date: 12 May\nVenue: Bath',
  'From: Ada\nTo: Bob\nDate: 1 May 1840',
  'Title: T\nthen text\n',
  'Text',
  '',
])('%j stays text', (text) => {
  expect(read(text)).toBeUndefined()
})
