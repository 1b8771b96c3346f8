import { describe, expect, test } from 'vitest'
import { composeEntries } from '../../../core/feeds/feed-entry.ts'
import { arabic, corrected, obama, sample, site } from './samples.ts'

test('an entry has the addresses of its article and authors', () => {
  const [entry] = composeEntries(site, [corrected])
  expect(entry).toMatchObject({
    url: 'https://news.example.org/articles/templates/',
    authors: [
      { name: 'Bob & Sons', url: 'https://news.example.org/authors/bob/' },
      { name: 'Eve', url: 'https://news.example.org/authors/eve/' },
    ],
  })
})

test('right-to-left content is marked in its HTML, because no feed format has a direction', () => {
  const [first, second] = composeEntries(site, [arabic, obama])
  expect(first?.content).toBe('<div dir="rtl"><p>أهلا وسهلا.</p></div>')
  expect(second?.content).toBe(obama.body.feed)
})

test('an entry of a feed of excerpts has no content', () => {
  const excerpts = { ...site, publication: { ...site.publication, feedContent: 'excerpt' as const } }
  expect(composeEntries(excerpts, [obama])[0]?.content).toBeUndefined()
})

test('entries with the same instant get different ones, which keep the order of the entries', () => {
  const updatedAt = '2026-02-03T00:00:00.000Z'
  const sameInstant = ['a', 'b', 'c'].map((slug) => sample({ slug, updatedAt }))
  const dates = composeEntries(site, sameInstant).map(({ updated }) => updated)
  expect(dates).toEqual([updatedAt, '2026-02-02T23:59:59.999Z', '2026-02-02T23:59:59.998Z'])
})

describe('the size of a feed', () => {
  const html = (bytes: number) => `<p>${'é'.repeat((bytes - 7) / 2)}${'x'.repeat((bytes - 7) % 2)}</p>`
  const contents = (...sizes: readonly number[]) =>
    composeEntries(
      site,
      sizes.map((bytes, index) => sample({ slug: `a${index}`, summary: '1 < 2' }, html(bytes))),
    ).map(({ content = '' }) => content)

  test('an article that is too large is given with its summary and a link', () => {
    expect(contents(100_001, 100_000)).toEqual([
      '<p>1 &lt; 2</p>\n<p><a href="https://news.example.org/articles/a0/">Continue reading</a></p>',
      html(100_000),
    ])
  })

  test('all entries older than the first that does not fit are given in this way', () => {
    const lengths = contents(100_000, 90_000, 1_900_000, 100_000, 100_000, 20_000, 10).map((content) =>
      Buffer.byteLength(content),
    )
    expect(lengths).toEqual([100_000, 90_000, expect.any(Number), 100_000, 100_000, expect.any(Number), 91])
  })

  test('a new article does not change the other entries as long as all fit', () => {
    const many = contents(...Array<number>(40).fill(9_999))
    expect(many.every((content) => content.length > 4_000)).toBe(true)
  })
})
