import { expect, test } from 'vitest'
import { accepted, parse, rules } from '../sample.ts'

const front = (yaml: string, text = 'Some text.') => `---\n${yaml}\n---\n\n${text}\n`

test('every field is read, including by the names that other programs use', () => {
  const yaml = `title: "Letters: a history"
date: 2026-03-31 09:30
updated: 2026-04-01
author: Ada Byron <ada@example.org>
description: What they cost.
tags: [asia, Data Centres, maps]
language: ar_EG
image: { url: cover.jpg, alt: A letter }
draft: yes
slug: Letters!`
  expect(accepted('a.md', front(yaml))).toMatchObject({
    manuscript: {
      title: 'Letters: a history',
      date: '2026-03-31T09:30:00.000Z',
      updated: '2026-04-01T00:00:00.000Z',
      authors: [{ slug: 'ada-byron', name: 'Ada Byron' }],
      summary: 'What they cost.',
      topics: [{ name: 'Asia' }, { name: 'data centres' }, { name: 'maps' }],
      language: 'ar-EG',
      direction: 'rtl',
      image: { url: 'cover.jpg', alt: 'A letter' },
      draft: true,
      slug: 'Letters!',
    },
    problems: [],
  })
})

test('values are text without type conversion', () => {
  expect(accepted('a.md', front('title: no\ntags: 012, 1e3, no')).manuscript).toMatchObject({
    title: 'no',
    topics: [{ name: '012' }, { name: '1e3' }, { name: 'no' }],
  })
})

test('an unknown field gets a warning that suggests a similar name', () => {
  expect(parse('a.md', front('title: T\nsumary: x\ndate: 2026-01-01\nweight: 3')).problems).toMatchObject([
    { rule: 'unknown-field', line: 3, column: 1, fix: 'Did you mean "summary"?' },
    { rule: 'unknown-field', line: 5, fix: expect.stringContaining('Known fields: title, date') },
    { rule: 'missing-summary' },
  ])
})

test.each([
  ['title: Letters: a history', 'invalid-front-matter', 2, 8, /double quotes/],
  ['date: 2026-01-01\ntitle: "open', 'invalid-front-matter', 3, undefined, /Close the quotation mark/],
  ['title: T\ntitle: U', 'invalid-front-matter', 3, 1, /only one/],
  ['\ttitle: T', 'invalid-front-matter', 2, 1, /tab/],
  ['- T', 'invalid-front-matter', 2, undefined, /title: "A title"/],
  ['title: &a T\nsummary: *a', 'invalid-front-matter', 3, 1, /aliases/],
  ['title: T\ndate: 2026-02-31', 'invalid-date', 3, 1, /2026-03-31/],
  ['title: T\ndate: soon', 'invalid-date', 3, 1, /2026-03-31/],
  ['title: T\ndraft: maybe', 'invalid-draft', 3, 1, /true or false/],
  ['title: T\nstatus: retrcated', 'invalid-status', 3, 1, /Did you mean "retracted"/],
  ['title: { a: { b: c } }', 'invalid-front-matter', 2, 1, /plain values/],
])('%j is rejected with line, column and a fix', (yaml, rule, line, column, fix) => {
  const parsed = parse('a.md', front(yaml))
  expect(parsed.accepted).toBe(false)
  const problem = parsed.problems.find(({ severity }) => severity === 'error')
  expect(problem).toMatchObject({ rule, line, fix: expect.stringMatching(fix) })
  if (column !== undefined) expect(problem?.column).toBe(column)
})

test('authors may be mappings with a name, and unknown fields may be nested', () => {
  const parsed = accepted(
    'a.md',
    front('title: T\nauthors:\n  - name: Ada\n    url: x\n  - Grace\nbuild: { list: [a, b] }'),
  )
  expect(parsed.manuscript.authors.map(({ name }) => name)).toEqual(['Ada', 'Grace'])
  expect(rules(parsed)).toContain('unknown-field')
})
