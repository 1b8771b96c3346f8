import { describe, expect, test } from 'vitest'
import { composeClosedDocument, composeFeed, noPast } from '../../../core/feeds/feed.ts'
import { viewListing } from '../../../core/feeds/listing-view.ts'
import { emptyFeed, feed } from './sample-feeds.ts'
import { corrected, obama, sample, site } from './samples.ts'

const publication = viewListing(site.publication, 'publication')
const slugsOf = ({ entries }: typeof feed) => entries.map(({ article }) => article.slug)

test("a feed's date is that of the latest change of its articles", () => {
  expect(feed.updated).toBe(corrected.article.updatedAt)
})

test('the date of an empty feed is the year in the tag of the publication', () => {
  expect(emptyFeed.updated).toBe('2026-01-01T00:00:00.000Z')
})

test('an empty feed has the date of the last correction or withdrawal', () => {
  const topic = viewListing(site.publication, 'topic/asia')
  const former = { listing: 'topic/asia', name: 'Asia', count: 1, updatedAt: '2026-02-03T09:00:00.000Z' }
  expect(composeFeed(site, topic, [], { ...noPast, former }).updated).toBe(former.updatedAt)
  const withdrawn = [{ guid: 'tag:example.org,2026:a', at: '2026-03-01T00:00:00.000Z' }]
  expect(composeFeed(site, topic, [], { ...noPast, former, withdrawn }).updated).toBe('2026-03-01T00:00:00.000Z')
})

test("a topic's feed has its own id, title and address", () => {
  expect(emptyFeed).toMatchObject({
    id: 'tag:example.org,2026:feeds/topic/asia',
    title: 'asia – The Stack & Co.',
    homeUrl: 'https://news.example.org/topics/asia/',
    selfUrls: { rss: 'https://news.example.org/topics/asia/feed.xml' },
  })
})

describe('late articles', () => {
  const newest = ['a', 'b', 'c'].map((slug) => sample({ slug })) // the window has three
  const late = [sample({ slug: 'old' }), sample({ slug: 'older' })]

  test('replace the oldest articles of the window, newest first', () => {
    expect(slugsOf(composeFeed(site, publication, newest, { ...noPast, late }))).toEqual(['a', 'older', 'old'])
  })

  test('are not repeated if they are in the window', () => {
    const past = { ...noPast, late: [newest[1] ?? obama] }
    expect(slugsOf(composeFeed(site, publication, newest, past))).toEqual(['a', 'b', 'c'])
  })
})

describe('a document (RFC 5005)', () => {
  const urls = (document: typeof feed) => [document.previousUrls?.rss, document.currentUrls?.rss]

  test('without closed documents is complete', () => {
    expect([feed.extent, ...urls(feed)]).toEqual(['complete', undefined, undefined])
  })

  test('with closed documents links to the newest of them', () => {
    const newest = composeFeed(site, publication, [obama], { ...noPast, documents: 2 })
    expect([newest.extent, ...urls(newest)]).toEqual(['newest', `${site.url}/archives/2/feed.xml`, undefined])
  })

  test('that is closed links to the previous one and to the feed to subscribe to', () => {
    const current = `${site.url}/feed.xml`
    const [second, first] = [2, 1].map((number) => composeClosedDocument(site, publication, number, [obama]))
    expect(second && urls(second)).toEqual([`${site.url}/archives/1/feed.xml`, current])
    expect(first && urls(first)).toEqual([undefined, current])
    expect(first?.extent).toBe('archive')
  })
})
