import { expect, test } from 'vitest'
import { readFields } from '../../../../core/reading/front-matter/read-fields.ts'
import { accepted, parse, publication, rules } from '../sample.ts'

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
    problems: [{ rule: 'held-back', line: 10 }],
  })
})

test('values are text without type conversion', () => {
  expect(accepted('a.md', front('title: no\ntags: 012, 1e3, no')).manuscript).toMatchObject({
    title: 'no',
    topics: [{ name: '012' }, { name: '1e3' }, { name: 'no' }],
  })
})

test('a misspelt field gets a warning with the name that was meant, and all other unknown ones share a warning', () => {
  const yaml = 'title: T\nsumary: x\ndate: 2026-01-01\nlamps: 3\nweight: 3\noil: 4'
  expect(parse('a.md', front(yaml)).problems).toMatchObject([
    { rule: 'unknown-field', line: 3, column: 1, fix: 'Did you mean "summary"?' },
    { rule: 'unknown-field', line: 5, message: expect.stringContaining('"lamps", "oil"') },
  ])
})

test.each(['null', '~', 'Null', '""', ''])('%j is as if the field were empty', (nothing) => {
  const names = [
    'summary',
    'tags',
    'author',
    'date',
    'updated',
    'image',
    'lang',
    'slug',
    'draft',
    'status',
    'published',
  ]
  const yaml = names.map((name) => `${name}: ${nothing}`).join('\n')
  const { manuscript } = accepted('a.md', front(`title: T\n${yaml}`))
  expect(manuscript).toMatchObject({
    ...{ title: 'T', summary: 'Some text.', authors: [], topics: [], date: undefined, draft: false, slug: undefined },
    ...{ image: undefined, language: 'en' },
  })
})

test('items may be empty, in JSON and TOML too, but a quoted title "null" is a title', () => {
  expect(
    accepted('a.md', front('title: "null"\ntags: [null, ~, "null", a]\nauthors: [None]')).manuscript,
  ).toMatchObject({
    ...{ title: 'null', topics: [{ name: 'a' }], authors: [] },
  })
  expect(accepted('a.md', '{"title": "T", "tags": [null], "date": null}\n\nText').manuscript.topics).toEqual([])
  expect(accepted('a.md', '+++\ntitle = "T"\nauthor = "null"\n+++\nText').manuscript.authors).toEqual([])
})

test('lists, texts and mappings stand for each other', () => {
  const yaml =
    'title: [Lamps]\ndescription:\n- One.\ntags: maps postal history\nauthors: { name: Ada }\ncover: { image: a.png, alt: A }'
  expect(accepted('a.md', front(yaml)).manuscript).toMatchObject({
    ...{ title: 'Lamps', summary: 'One.', topics: [{ name: 'maps' }, { name: 'postal history' }] },
    ...{ authors: [{ name: 'Ada' }], image: { url: 'a.png', alt: 'A' } },
  })
})

test('of several names of a field, the most specific is used', () => {
  const yaml =
    'description: d\nsummary: s\ncreated: 2014-01-01\ndate: 2015-01-01\nkeywords: x\ntopics: [maps]\nthumbnail: t.png\nimage: i.png'
  expect(accepted('a.md', front(`title: T\n${yaml}`)).manuscript).toMatchObject({
    ...{ summary: 's', date: '2015-01-01T00:00:00.000Z', topics: [{ name: 'maps' }], image: { url: 'i.png' } },
  })
})

test('character references are decoded', () => {
  const yaml = 'title: Bath &amp; Wells\nsummary: Ada&#8217;s\ntags: [R&amp;D]\nauthor: Ada &amp; Grace'
  expect(accepted('a.md', front(yaml)).manuscript).toMatchObject({
    ...{ title: 'Bath & Wells', summary: 'Ada’s', topics: [{ name: 'R&D' }], authors: [{ name: 'Ada & Grace' }] },
  })
})

test('a tag may hold an article back, unless it is a topic of the publication', () => {
  const parsed = accepted('a.md', front('title: T\ntags: [maps, "#draft"]'))
  expect(parsed.manuscript.draft).toBe(true)
  expect(parsed.problems[0]).toMatchObject({ rule: 'held-back', line: 3, message: expect.stringContaining('draft') })
  const { draft } = readFields([{ name: 'tags', value: ['draft'], line: 2 }], { ...publication, topics: ['draft'] })
  expect(draft).toBe(false)
})

test.each([
  ['title: T\nmore text\ndate: 2026-01-01', 'invalid-front-matter', 3, 1, /"name: value"/],
  ['title: T\n draft: true', 'invalid-front-matter', 3, 1, /Remove the spaces/],
  ['title: T\ntags: [a, b', 'invalid-front-matter', 3, undefined, /closing bracket/],
  ['title: "open\ndate: 2026-01-01', 'invalid-front-matter', 2, undefined, /quotation mark at the end/],
  ['title: T\ntitle: U', 'invalid-front-matter', 3, 1, /only one/],
  ['title: T\ndate: 2026-02-31', 'invalid-date', 3, 1, /2026-03-31/],
  ['title: T\ndate: soon', 'invalid-date', 3, 1, /2026-03-31/],
  ['title: T\ndraft: maybe', 'invalid-draft', 3, 1, /true or false/],
  ['title: T\nstatus: retrcated', 'invalid-status', 3, 1, /Did you mean "retracted"/],
  [`title: ${'['.repeat(12)}x${']'.repeat(12)}`, 'invalid-front-matter', 2, 1, /a list of texts/],
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
    front('title: T\nauthors:\n  - name: Ada\n    url: x\n  - Grace\nlamps: { list: [a, b] }'),
  )
  expect(parsed.manuscript.authors.map(({ name }) => name)).toEqual(['Ada', 'Grace'])
  expect(rules(parsed)).toContain('unknown-field')
})

test('a date may be in a mapping or a link, as MkDocs, Docusaurus and Obsidian write it', () => {
  const datesOf = (yaml: string) => {
    const { date, updated } = accepted('a.md', front(`title: T\n${yaml}`)).manuscript
    return [date?.slice(0, 10), updated?.slice(0, 10)]
  }
  expect(datesOf('date:\n  created: 2026-01-02\n  updated: 2026-02-03')).toEqual(['2026-01-02', '2026-02-03'])
  expect(datesOf('date: 2026-01-02\nlast_update:\n  date: 2026-02-03\n  author: Ada')).toEqual([
    '2026-01-02',
    '2026-02-03',
  ])
  expect(datesOf('date: "[[2026-01-02]]"')).toEqual(['2026-01-02', undefined])
  expect(datesOf('pubDatetime: 2026-01-02\nmodDatetime: 2026-02-03')).toEqual(['2026-01-02', '2026-02-03'])
})
