import { parseJsonFeed } from 'feedsmith'
import { expect, test } from 'vitest'
import { renderJsonFeed } from '../../../core/feeds/render-json-feed.ts'
import {
  closedDocument,
  emptyFeed,
  feed,
  feedOf,
  feedWithBareImage,
  feedWithEpisode,
  newestDocument,
  oldestDocument,
} from './sample-feeds.ts'
import { obama } from './samples.ts'

test.each([
  ['feed.json', feed],
  ['empty/feed.json', emptyFeed],
])('golden %s', async (file, content) => {
  await expect(renderJsonFeed(content)).toMatchFileSnapshot(`../../golden/feeds/${file}`)
})

test('rendering a feed twice gives the same bytes and does not change the feed', () => {
  const before = structuredClone(feed)
  expect(renderJsonFeed(feed)).toBe(renderJsonFeed(feed))
  expect(feed).toEqual(before)
})

test('another parser reads the feed', () => {
  const json = parseJsonFeed(renderJsonFeed(feed))
  expect(json).toMatchObject({ language: 'en-GB', feed_url: 'https://news.example.org/feed.json' })
  expect(json.items?.[1]).toMatchObject({
    id: obama.article.guid,
    url: 'https://news.example.org/articles/us-tech-groups-press-obama/',
    content_html: obama.body.feed,
    tags: ['Asia', 'China', 'news', 'security'],
    authors: [{ name: 'Alice MacFarlane' }],
    date_published: '2015-08-12T00:00:00.000Z',
  })
})

test('an image is an attachment if its type is known', () => {
  expect(parseJsonFeed(renderJsonFeed(feed)).items?.[0]?.attachments).toEqual([
    { url: 'https://images.example.com/a.jpg?w=1&h=2', mime_type: 'image/webp', size_in_bytes: 48_213 },
  ])
  const [item] = parseJsonFeed(renderJsonFeed(feedWithBareImage)).items ?? []
  expect(item?.image).toBe('https://a.example/b.jpg')
  expect(item?.attachments).toBeUndefined()
})

test('audio and video are attachments, too', () => {
  expect(parseJsonFeed(renderJsonFeed(feedWithEpisode)).items?.[0]?.attachments).toEqual([
    { url: 'https://news.example.org/articles/hello/episode.mp3', mime_type: 'audio/mpeg', size_in_bytes: 5_000_000 },
    { url: 'https://cdn.example.com/clip.mp4?a=1&b=2', mime_type: 'video/mp4' },
    { url: 'https://a.example/b.jpg', mime_type: 'image/jpeg', size_in_bytes: 9 },
  ])
})

test('a feed of excerpts has summaries and no content', () => {
  const json = renderJsonFeed(feedOf(obama, { feedContent: 'excerpt' }))
  expect(parseJsonFeed(json).items?.[0]?.content_text).toBe(obama.article.summary)
  expect(json).not.toContain('increasingly pursued')
})

test('the feed names the hub and the icon of publication.json', () => {
  const hub = 'https://hub.example.org/?a=1&b=2'
  const icon = 'https://news.example.org/icon.png'
  const named = renderJsonFeed(feedOf(obama, { hub, icon }))
  expect(parseJsonFeed(named)).toMatchObject({ icon, hubs: [{ type: 'WebSub', url: hub }] })
})

test('each document links to the previous one', () => {
  const next = [newestDocument, closedDocument, oldestDocument].map(
    (document) => parseJsonFeed(renderJsonFeed(document)).next_url,
  )
  expect(next).toEqual([
    'https://news.example.org/archives/2/feed.json',
    'https://news.example.org/archives/1/feed.json',
    undefined,
  ])
})
