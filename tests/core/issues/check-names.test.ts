import { describe, expect, test } from 'vitest'
import { checkNames } from '../../../core/issues/check-names.ts'
import { parseInsert } from '../../../core/issues/parse-insert.ts'
import { sampleSite } from './sample-issue.ts'

const site = sampleSite()
const source = (text: string) => {
  const bytes = new TextEncoder().encode(text)
  return { bytes, size: bytes.length, contentType: 'text/markdown' }
}
const at = '2026-11-21T06:00:00.000Z'

test('a mistake that occurs twice is reported once, and at most five are', () => {
  const html = `<p>${['{aa}', '{aa}', '{bb}', '{cc}', '{dd}', '{ee}', '{ff}'].join(' ')}</p>`
  expect(checkNames({ lines: [undefined], html, source: '', problems: [] })).toHaveLength(5)
})

describe('the name of the reader', () => {
  test.each([
    'Hello {name|reader}.',
    '`{name}` and {1, 2}',
    '    {{ name }}',
    'The set {a, b}, the number {x}, { mail me } and {see below}.',
    'An {open brace.',
    '[Hello {name|you}](https://example.org/)',
  ])('a note may contain %j', (text) => {
    expect(parseInsert(source(text), site, at)).toMatchObject({ insert: { title: undefined }, problems: [] })
  })

  test.each([
    ['Text.\n\nHello {name}.', 3, '{name} has no words for readers without a name.'],
    ['Hello {email}.', 1, '{email} has no value.'],
    ['Hello { email }.', 1, '{ email } has no value.'],
    ['Hello { first_name }.', 1, '{ first_name } has no value.'],
    ['你好｛name｜读者｝', 1, '｛name｜读者｝ has no value.'],
    ['Hello {nmae|reader}.', 1, '{nmae|reader} has no value.'],
    ['Hello {name|reader.', 1, '{name|reader. is not closed.'],
    ['Hello {name|*dear* reader}.', 1, '{name| is not closed.'],
    ['# {first_name, there}\n\nText', 1, '{first_name, there} has no value.'],
    ['---\nsubject: Hello {vorname|Leser}\n---\nText', 2, '{vorname|Leser} has no value.'],
    ['---\npreheader: Hello {{name}}\n---\nText', 2, '{{name}} has no value.'],
    ['Hello *|FNAME|*!', 1, '*|FNAME|* has no value.'],
    [
      '[x](https://example.org/?n={name|x})',
      1,
      '{name|x} is in an address or a description, which cannot contain a name.',
    ],
    ['Hello {{ subscriber.name }}!', 1, 'Template code of another product does not insert the name of the reader.'],
  ])('%j is a mistake of a note that names itself', (text, line, message) => {
    const { insert, problems } = parseInsert(source(text), site, at)
    expect(insert).toBeUndefined()
    expect(problems).toContainEqual(
      expect.objectContaining({ rule: 'unknown-value', severity: 'error', line, message }),
    )
  })

  test('a sponsor’s text, which is the same for everybody, does not contain it', () => {
    const { insert, problems } = parseInsert(source('For {name|you}.'), site, at, 'sponsor')
    expect([insert, problems.map(({ rule }) => rule)]).toEqual([undefined, ['unknown-value']])
  })
})
