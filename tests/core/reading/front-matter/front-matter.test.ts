import { expect, test } from 'vitest'
import { readFrontMatter } from '../../../../core/reading/front-matter/front-matter.ts'
import { accepted, parse, publication, rules } from '../sample.ts'

test('the body begins below the fields, and its offset is the number of lines above it', () => {
  const result = readFrontMatter('---\ntitle: T\n---\n\nText', publication)
  expect(result).toMatchObject({ title: 'T', body: '\n\nText', bodyOffset: 2, problems: [] })
})

test('a text without front matter consists only of a body', () => {
  expect(readFrontMatter('Text', publication)).toMatchObject({ title: undefined, body: 'Text', bodyOffset: 0 })
})

test('front matter as long as a book is rejected', () => {
  const { problems } = readFrontMatter(`---\ntitle: ${'x'.repeat(40_000)}\n---\nText`, publication)
  expect(problems).toMatchObject([{ rule: 'invalid-front-matter', severity: 'error', line: 1 }])
})

test.each(['---js\n{}\n---\n', '---json\n{"title":"T"}\n---\n', '+++\ntitle = "T"\n+++\n'])(
  'front matter in another language is rejected, and never run: %j',
  (text) => {
    expect(rules(parse('a.md', `${text}\nText`))).toContain('unsupported-front-matter')
  },
)

test('front matter without an end is rejected, unlike a rule at the top', () => {
  expect(rules(parse('a.md', '---\ntitle: T\n\nText'))).toContain('unclosed-front-matter')
  expect(accepted('a.md', '---\n\n# T\n\nText').manuscript.title).toBe('T')
})
