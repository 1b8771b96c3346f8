import { expect, test } from 'vitest'
import { rehearseUploads } from '../../../core/articles/rehearse-uploads.ts'
import { site } from '../reading/sample.ts'
import { png } from './png.ts'

/** Rehearses uploads, and returns the state and rules of each receipt. */
function rehearse(given: Readonly<Record<string, string | Uint8Array>>) {
  const contents = new Map(Object.entries(given).map(([key, content]) => [key, Buffer.from(content as string)]))
  const opened: [string, number][] = []
  const open = (key: string, length: number) => {
    opened.push([key, length])
    return contents.get(key)?.subarray(0, length) ?? new Uint8Array()
  }
  const sizes = new Map([...contents].map(([key, { length }]) => [key, length]))
  const receipts = rehearseUploads({ sizes, open }, site, new Date('2026-03-01T08:00:00Z'))
  const answers = receipts.map(({ key, state, problems }) => [key, [state, ...problems.map(({ rule }) => rule)]])
  return { receipts, opened, answers: Object.fromEntries(answers) }
}

const page = (text: string, date = '2026-01-01') =>
  `<title>T</title>\n<meta name=description content=S><meta name=date content=${date}>\n${text}`

test('each article gets the receipt that its upload would get', () => {
  const { answers } = rehearse({
    'articles/a.html': page('<p>Text'),
    'articles/b.md': 'Text',
    'articles/c.html': page('<p>Text', '2062-01-01'),
    'articles/d.html': page(`<p>${'long '.repeat(20_000)}`),
  })
  expect(answers).toEqual({
    'articles/a.html': ['published'],
    'articles/b.md': expect.arrayContaining(['rejected', 'missing-title']),
    'articles/c.html': ['scheduled', 'far-future-date'],
    'articles/d.html': ['published', 'large-mail'],
  })
})

test('a file is missing only if it is not among the given files, and unused only if no article refers to it', () => {
  const { answers, opened } = rehearse({
    'articles/a.html': page('<p><img src=map.png alt=Map><img src=gone.png alt=Gone><a href=long.pdf>Long</a>'),
    'articles/map.png': png(4, 3),
    'articles/long.pdf': 'x'.repeat(500_000),
    'articles/other.png': png(4, 3),
  })
  expect(answers).toEqual({
    'articles/a.html': ['published', 'missing-file'],
    'articles/map.png': ['published'],
    'articles/long.pdf': ['published'],
    'articles/other.png': ['draft', 'unused-file'],
  })
  expect(opened.map(([key]) => key)).toEqual(['articles/a.html'])
})

test('nothing is read of an article that is too large', () => {
  const { answers, opened } = rehearse({ 'articles/b.md': new Uint8Array(3_000_000).fill(97) })
  expect(answers['articles/b.md']).toEqual(['rejected', 'too-large'])
  expect(opened).toEqual([])
})

test('only the start of a picture is read, and only if its size decides whether the mail is too long', () => {
  const picture = Buffer.concat([png(400, 300), Buffer.alloc(500_000)])
  const withText = (length: number) => {
    const text = `<p>${'x'.repeat(length)}<p><img src=map.png alt=Map>`
    return rehearse({ 'articles/a.html': page(text), 'articles/map.png': picture })
  }
  const lengths = Array.from({ length: 60 }, (_, n) => 89_600 + 10 * n).map(withText)
  const warned = lengths.findIndex(({ answers }) => answers['articles/a.html']?.includes('large-mail'))
  // Without the picture's size, the warning comes with a longer text.
  expect(lengths[warned]?.opened).toContainEqual(['articles/map.png', 256 * 1024])
  expect(withText(50_000).opened).toEqual([['articles/a.html', expect.any(Number)]])
})

test('two articles with one title get two addresses: the one whose key sorts first has the short one', () => {
  const { receipts } = rehearse({ 'articles/b.html': page('<p>B'), 'articles/a.html': page('<p>A') })
  const slugs = receipts.map(({ article }) => article?.slug)
  expect(slugs[0]).toBe('t')
  expect(slugs[1]).toMatch(/^t-.+/)
})

test('links between the given files are checked, in both directions', () => {
  const { answers } = rehearse({
    'articles/a.html': page('<p><a href="b.html#fares">b</a> <a href="c.html">c</a><h2>Times</h2>'),
    'articles/b.html': page(
      '<p><a href="a.html#times">a</a> <a href="a.html#gone">a</a> <a href="d.md">d</a><h2>Fares</h2>',
    ),
    'articles/c.html': page('<p>Text'),
  })
  expect(answers).toEqual({
    'articles/a.html': ['published'],
    'articles/b.html': ['published', 'dangling-fragment', 'missing-article'],
    'articles/c.html': ['published'],
  })
})
