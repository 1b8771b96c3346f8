import { expect, test } from 'vitest'
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
