import { describe, expect, test } from 'vitest'
import { lineOf } from '../../../../core/html/tree.ts'
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

test('front matter that is code is rejected, and never run', () => {
  expect(rules(parse('a.md', '---js\n{}\n---\n\nText'))).toContain('unsupported-front-matter')
})

const drafts = {
  YAML: '---\ntitle: T\ndraft: true\n---\n',
  'YAML below a doctype': '<!doctype html>\n---\ntitle: T\ndraft: true\n---\n',
  'YAML with CRLF': '---\r\ntitle: T\r\ndraft: true\r\n---\r\n',
  TOML: '+++\ntitle = "T"\ndraft = true\n+++\n',
  JSON: '{ "title": "T", "draft": true }\n',
  'a comment': '<!--\ntitle: T\ndraft: true\n-->\n',
}

describe.each(['txt', 'md', 'html'])('in .%s', (format) => {
  test.each(Object.entries(drafts))('a draft is recognized, and its fields are not printed: %s', (_, front) => {
    const { manuscript, body, problems } = accepted(`a.${format}`, `${front}\nThe text of it.\n\nMore of it.\n`)
    expect(manuscript).toMatchObject({ title: 'T', draft: true })
    expect(problems.filter(({ rule }) => rule === 'held-back')).toHaveLength(1)
    expect(lineOf(body)).toBe('The text of it. More of it.')
  })

  test('lines of problems are those of the file', () => {
    const text = { txt: '12/08/2015\n\nText', md: '![](x.png)', html: '<img src=x.png>' }[format]
    const { problems } = accepted(`a.${format}`, `---\ntitle: T\n---\n${text}`)
    expect(problems.find(({ rule }) => /missing-alt|ambiguous/.test(rule))?.line).toBe(format === 'txt' ? undefined : 4)
  })
})

test('the fields of an archive page take precedence over its lines', () => {
  const text =
    '---\ntitle: Night mail\ndate: 2026-01-02\ntags: [maps]\n---\nNight mail\n\nWed 14 Jan 2015\n\nThe mail left at eight.\n\n\nletters\nSend us a tip\n'
  const { manuscript, body } = accepted('a.txt', text)
  expect(manuscript).toMatchObject({
    title: 'Night mail',
    date: '2026-01-02T00:00:00.000Z',
    topics: [{ name: 'maps' }],
  })
  expect(lineOf(body)).toBe('The mail left at eight.')
})

test('the fields of an HTML page take precedence over its metadata', () => {
  const { manuscript, body } = accepted(
    'a.html',
    '---\ntitle: "Letters: a history"\nauthor: Ada\n---\n<title>Site</title><meta name=author content=Grace><meta name=description content=S><h1>Letters</h1><p>Text</p>',
  )
  expect(manuscript).toMatchObject({ title: 'Letters: a history', authors: [{ name: 'Ada' }], summary: 'S' })
  expect(lineOf(body)).toBe('Letters Text')
})

test('fields without fences are read at the top of Markdown, and below its title', () => {
  const top = accepted('a.md', 'Title: T\nDate: 2026-01-02\nStatus: draft\n\nText')
  expect(top.manuscript).toMatchObject({ title: 'T', date: '2026-01-02T00:00:00.000Z', draft: true })
  const below = accepted('a.md', '# T\n\nStatus: Idea\nOwner: Ada\n\nText')
  expect(below.manuscript).toMatchObject({ title: 'T', draft: true })
  expect(lineOf(below.body)).toBe('Text')
  const fenced = accepted('a.md', '# T\n\n---\ndraft: true\n---\n\nText')
  expect(fenced.problems[0]).toMatchObject({ rule: 'held-back', line: 4 })
  expect(lineOf(fenced.body)).toBe('Text')
  expect(lineOf(accepted('a.md', '# T\n\n---\n\nNote: this\n').body)).toBe('Note: this')
  expect(lineOf(accepted('a.md', 'Note: this is text.\n\n# T').body)).toBe('Note: this is text.')
})

test('two blocks of fields are both read', () => {
  const { manuscript } = accepted('a.md', '---\ntitle: A\n---\n---\ntitle: B\ndraft: true\n---\nText')
  expect(manuscript).toMatchObject({ title: 'A', draft: true })
})

test('front matter without an end is rejected, unlike a rule at the top', () => {
  expect(rules(parse('a.md', '---\ntitle: T\n\nText'))).toContain('unclosed-front-matter')
  expect(accepted('a.md', '---\n\n# T\n\nText').manuscript.title).toBe('T')
})
