import { expect, test } from 'vitest'
import { splitFrontMatter } from '../../../../core/reading/front-matter/split-front-matter.ts'

test.each([
  ['---\ntitle: T\n---\nText', 'yaml', 2],
  ['\n\n---  \ntitle: T\n...\nText', 'yaml', 4],
  ['----\ntitle: T\n----\nText', 'yaml', 2],
  ['---yaml\ntitle: T\n---\nText', 'yaml', 2],
  ['---\n\ntitle:T\n---\nText', 'yaml', 2],
  ['—-\ntitle: T\n—-\nText', 'yaml', 2],
  ['* * *\n\ntitle: T\n\n* * *\nText', 'yaml', 2],
  ['\\---\ntitle: T\n\\---\nText', 'yaml', 2],
  ['<!doctype html>\n<!-- lint off -->\n---\ntitle: T\n---\nText', 'yaml', 4],
  ['<!--\ntitle: T\ndraft: true\n-->\nText', 'yaml', 1],
  ['<!--\n.. title: T\n-->\nText', 'lines', 1],
  ['+++\ntitle = "T"\n+++\nText', 'toml', 2],
  ['---toml\ntitle = "T"\n---\nText', 'toml', 2],
  ['{ "title": "T" }\nText', 'json', 1],
  ['---json\n{ "title": "T" }\n---\nText', 'json', 2],
  [';;;\n"title": "T"\n;;;\nText', 'json', 2],
  ['"title": "T"\n;;;\nText', 'json', 1],
])('%j begins with a block', (text, syntax, firstLine) => {
  const { blocks, body, bodyOffset, problems } = splitFrontMatter(text)
  expect(blocks).toMatchObject([{ syntax, firstLine }])
  expect(problems).toEqual([])
  expect(body.trim()).toBe('Text')
  expect(text.split('\n')[bodyOffset]).not.toContain('Text')
})

test.each([
  'Text',
  '---\n\n# T\n\nText',
  '---\nA paragraph between two rules.\n---\nText',
  '---\n- a\n- b\n---\nText',
  '{ this is a brace }\n\nText',
  '{ "lamp": "oil" }\n\nText',
  '{% include lamp.html %}\n\nText',
  '<!-- a comment -->\nText',
  '+++\nText\n+++',
])('%j has no front matter', (text) => {
  expect(splitFrontMatter(text)).toEqual({ blocks: [], body: text, bodyOffset: 0, problems: [] })
})

test.each([
  ['---\ntitle: T\n\nText', 'unclosed-front-matter', 1],
  ['\n+++\ntitle = "T"\n\nText', 'unclosed-front-matter', 2],
  ['{ "title": "T",\n\nText', 'unclosed-front-matter', 1],
  ['---js\n{}\n---\nText', 'unsupported-front-matter', 1],
  [`---\ntitle: ${'x'.repeat(40_000)}\n---\nText`, 'invalid-front-matter', 1],
])('%j is rejected', (text, rule, line) => {
  expect(splitFrontMatter(text).problems).toMatchObject([{ rule, line, severity: 'error' }])
})

test('two blocks, one below the other, are both front matter', () => {
  const { blocks, body } = splitFrontMatter('---\ntitle: A\n---\n\n---\ndraft: true\n---\nText')
  expect(blocks.map(({ source }) => source)).toEqual(['title: A', 'draft: true'])
  expect(body).toBe('\nText')
})
