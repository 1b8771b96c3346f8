import { describe, expect, test } from 'vitest'
import { accepted, parse, rules } from './sample.ts'

const read = (yaml: string, text = 'Some text.') => accepted('a.md', `---\ntitle: T\n${yaml}\n---\n\n${text}\n`)

describe('summary', () => {
  test('is the first paragraph if the author gave none', () => {
    expect(read('date: 2026-01-01')).toMatchObject({
      manuscript: { summary: 'Some text.' },
      problems: [{ rule: 'missing-summary' }],
    })
  })

  test('is not required of archive pages, which have no place for it', () => {
    expect(rules(accepted('a.txt', 'T\n\n2026-01-01\n\nSome text.'))).toEqual([])
  })

  test('of a retracted article says so', () => {
    const { manuscript } = read('status: retracted\nnotice: It was forged.')
    expect(manuscript).toMatchObject({ status: 'retracted', notice: 'It was forged.' })
    expect(manuscript.summary).toBe('Retracted. It was forged. Some text.')
    expect(read('status: corrected').manuscript.summary).toBe('Some text.')
  })

  test('is cut with a warning', () => {
    expect(rules(read(`summary: ${'long '.repeat(100)}`))).toContain('long-summary')
  })
})

test('a draft is a status too, without a banner', () => {
  const { manuscript } = read('status: draft')
  expect(manuscript.draft).toBe(true)
  expect(manuscript).not.toHaveProperty('status')
})

test('an article without text gets a warning', () => {
  expect(rules(read('date: 2026-01-01', ''))).toContain('empty-body')
  expect(rules(read('date: 2026-01-01', '![A map](map.png)'))).not.toContain('empty-body')
})

test('an unknown language is that of the publication, with a warning', () => {
  const parsed = read('lang: "no such language"')
  expect(parsed.manuscript.language).toBe('en')
  expect(rules(parsed)).toContain('unknown-language')
})

test('authors are people without their addresses', () => {
  expect(read('author: Ada Byron <ada@example.org>').manuscript.authors).toEqual([
    { slug: 'ada-byron', name: 'Ada Byron' },
  ])
})

test('topics have the spelling of the vocabulary', () => {
  expect(read('topics: asia, SECURITY').manuscript.topics).toEqual([
    { slug: 'asia', name: 'Asia' },
    { slug: 'safety', name: 'security' },
  ])
})

test('a title that cannot be used rejects the article', () => {
  expect(parse('a.md', 'Text')).toMatchObject({ accepted: false, problems: [{ rule: 'missing-title' }, {}, {}] })
})
