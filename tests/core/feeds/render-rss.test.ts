import { parseRssFeed } from 'feedsmith'
import { XmlDocument } from 'libxml2-wasm'
import { describe, expect, test } from 'vitest'
import { renderRss } from '../../../core/feeds/render-rss.ts'
import {
  closedDocument,
  emptyFeed,
  feed,
  feedOf,
  feedOfLookalike,
  feedWithBareImage,
  feedWithEpisode,
  lookalike,
  newestDocument,
  oldestDocument,
} from './sample-feeds.ts'
import { corrected, obama, sample } from './samples.ts'

test.each([
  ['feed.xml', feed],
  ['empty/feed.xml', emptyFeed],
])('golden %s', async (file, content) => {
  const xml = renderRss(content)
  await expect(xml).toMatchFileSnapshot(`../../golden/feeds/${file}`)
  expect(() => XmlDocument.fromString(xml).dispose()).not.toThrow()
})

test('rendering a feed twice gives the same bytes and does not change the feed', () => {
  const before = structuredClone(feed)
  expect(renderRss(feed)).toBe(renderRss(feed))
  expect(feed).toEqual(before)
})

test('another parser reads the feed', () => {
  const rss = parseRssFeed(renderRss(feed))
  expect(rss).toMatchObject({
    title: 'The Stack & Co.',
    link: 'https://news.example.org/',
    language: 'en-GB',
    lastBuildDate: 'Fri, 06 Feb 2026 10:00:00 GMT',
    atom: { links: [{ rel: 'self', type: 'application/rss+xml', href: 'https://news.example.org/feed.xml' }] },
  })
  expect(rss.items?.[0]).toMatchObject({
    title: 'Generics in C++: <vector> & "friends"',
    link: 'https://news.example.org/articles/templates/',
    guid: { value: 'tag:example.org,2026:articles/templates.md', isPermaLink: false },
    pubDate: 'Tue, 03 Feb 2026 02:30:00 GMT',
    description: 'Why 1 &lt; 2 &amp;&amp; 3 &gt; 2, explained.',
    content: { encoded: corrected.body.feed },
    dc: { creators: ['Bob & Sons', 'Eve'] },
    categories: [{ name: 'C++' }],
    media: { contents: [{ url: 'https://images.example.com/a.jpg?w=1&h=2', medium: 'image', width: 1200 }] },
  })
  expect(rss.items?.[0]?.authors).toBeUndefined()
  expect(rss.items?.[2]).toMatchObject({ dc: { languages: ['ar'] } })
})

test('an image is an enclosure only if its length and type are known', () => {
  const url = 'https://images.example.com/a.jpg?w=1&h=2'
  expect(parseRssFeed(renderRss(feed)).items?.[0]?.enclosures).toEqual([{ url, type: 'image/webp', length: 48_213 }])
  expect(renderRss(feedWithBareImage)).toContain('<media:content url="https://a.example/b.jpg" medium="image"/>')
  expect(renderRss(feedWithBareImage)).not.toContain('enclosure')
})

test('an item has one enclosure, the first audio, and names all media', () => {
  const [item] = parseRssFeed(renderRss(feedWithEpisode)).items ?? []
  const url = 'https://news.example.org/articles/hello/episode.mp3'
  expect(item?.enclosures).toEqual([{ url, type: 'audio/mpeg', length: 5_000_000 }])
  expect(item?.media?.contents?.map(({ medium }) => medium)).toEqual(['image', 'video', 'audio'])
})

test('the length of media on other sites is 0, because it is unknown', () => {
  const media = [{ url: 'https://cdn.example.com/e.mp3', type: 'audio/mpeg' }]
  expect(renderRss(feedOf(sample({ media })))).toContain(
    '<enclosure url="https://cdn.example.com/e.mp3" length="0" type="audio/mpeg"/>',
  )
})

test('a feed of excerpts has summaries and no content', () => {
  const rss = renderRss(feedOf(obama, { feedContent: 'excerpt' }))
  expect(rss).toContain(obama.article.summary)
  expect(rss).not.toContain('increasingly pursued')
})

test('an article without a summary is described by its title, because readers and validators want a description', () => {
  const bare = feedOf(sample({ summary: '', title: 'A picture' }))
  expect(parseRssFeed(renderRss(bare)).items?.[0]?.description).toBe('A picture')
})

test('the feed names the hub and the icon of publication.json', () => {
  const hub = 'https://hub.example.org/?a=1&b=2'
  const icon = 'https://news.example.org/icon.png'
  const rss = parseRssFeed(renderRss(feedOf(obama, { hub, icon })))
  expect(rss.atom?.links).toContainEqual({ rel: 'hub', href: hub })
  expect(rss.image).toEqual({ url: icon, title: rss.title, link: rss.link })
})

describe('documents of one feed (RFC 5005)', () => {
  test.each([
    ['all there is', feed, ['complete']],
    ['the newest', newestDocument, []],
    ['a closed one', closedDocument, ['archive']],
  ])('%s is marked as such', (_kind, document, marks) => {
    expect([...renderRss(document).matchAll(/<fh:(\w+)\/>/g)].map(([, name]) => name)).toEqual(marks)
  })

  test('lead from the newest to the oldest', () => {
    const previous = [newestDocument, closedDocument, oldestDocument]
      .map((document) => parseRssFeed(renderRss(document)).atom?.links)
      .map((links) => links?.find(({ rel }) => rel === 'prev-archive')?.href)
    expect(previous).toEqual([
      'https://news.example.org/archives/2/feed.xml',
      'https://news.example.org/archives/1/feed.xml',
      undefined,
    ])
  })
})

test('text that looks like parts of the document changes nothing around it', () => {
  const { items } = parseRssFeed(renderRss(feedOfLookalike))
  expect(items).toMatchObject([{ title: lookalike, content: { encoded: lookalike } }, { title: obama.article.title }])
})
