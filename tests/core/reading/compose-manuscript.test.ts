import { describe, expect, test } from 'vitest'
import { accepted, parse, rules } from './sample.ts'

const read = (yaml: string, text = 'Some text.') => accepted('a.md', `---\ntitle: T\n${yaml}\n---\n\n${text}\n`)

describe('summary', () => {
  test('the first sentence is the summary if the author gave none', () => {
    expect(read('date: 2026-01-01')).toMatchObject({ manuscript: { summary: 'Some text.' }, problems: [] })
  })

  test.each([
    ['Sir', 'Sir'],
    ['![A map](map.png)', ''],
  ])('the text %j without a sentence gets a warning that says what is used instead', (text, summary) => {
    const parsed = read('date: 2026-01-01', text)
    expect(parsed.manuscript.summary).toBe(summary)
    const message = expect.stringContaining(summary === '' ? 'nothing' : `"${summary}"`)
    expect(parsed.problems).toContainEqual(expect.objectContaining({ rule: 'missing-summary', message }))
    expect(rules(read('date: 2026-01-01\nsummary: A letter.', text))).not.toContain('missing-summary')
  })

  test('a summary is not required of archive pages, which have no place for one', () => {
    expect(rules(accepted('a.txt', 'T\n\n2026-01-01\n\nSome text.'))).toEqual([])
  })

  test('the summary of a retracted article says that it was retracted', () => {
    const { manuscript } = read('status: retracted\nnotice: It was forged.')
    expect(manuscript).toMatchObject({ status: 'retracted', notice: 'It was forged.' })
    expect(manuscript.summary).toBe('Retracted. It was forged. Some text.')
    expect(read('status: corrected').manuscript.summary).toBe('Some text.')
  })

  test('a long summary is cut, with a warning', () => {
    expect(rules(read(`summary: ${'long '.repeat(100)}`))).toContain('long-summary')
  })
})

test('the status "draft" makes a draft without a banner', () => {
  const { manuscript } = read('status: draft')
  expect(manuscript.draft).toBe(true)
  expect(manuscript).not.toHaveProperty('status')
})

test('an article without text gets a warning', () => {
  expect(rules(read('date: 2026-01-01', ''))).toContain('empty-body')
  expect(rules(read('date: 2026-01-01', '![A map](map.png)'))).not.toContain('empty-body')
})

test('an unknown language is replaced by that of the publication, with a warning', () => {
  const parsed = read('lang: "no such language"')
  expect(parsed.manuscript.language).toBe('en')
  expect(rules(parsed)).toContain('unknown-language')
})

test('email addresses of authors are removed', () => {
  expect(read('author: Ada Byron <ada@example.org>').manuscript.authors).toEqual([
    { slug: 'ada-byron', name: 'Ada Byron' },
  ])
})

test('topics get the spelling of the vocabulary', () => {
  expect(read('topics: asia, SECURITY').manuscript.topics).toEqual([
    { slug: 'asia', name: 'Asia' },
    { slug: 'safety', name: 'security' },
  ])
})

test('an article with an unusable title is rejected', () => {
  expect(parse('a.md', 'Text')).toMatchObject({ accepted: false, problems: [{ rule: 'missing-title' }, {}, {}] })
})
