import { parseAtomFeed } from 'feedsmith'
import { XmlDocument } from 'libxml2-wasm'
import { describe, expect, test } from 'vitest'
import type { Feed } from '../../../core/feeds/feed.ts'
import { renderAtom } from '../../../core/feeds/render-atom.ts'
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
import { corrected, obama, site } from './samples.ts'

test.each([
  ['atom.xml', feed],
  ['empty/atom.xml', emptyFeed],
])('golden %s', async (file, content) => {
  const xml = renderAtom(content)
  await expect(xml).toMatchFileSnapshot(`../../golden/feeds/${file}`)
  expect(() => XmlDocument.fromString(xml).dispose()).not.toThrow()
})

test('rendering a feed twice gives the same bytes and does not change the feed', () => {
  const before = structuredClone(feed)
  expect(renderAtom(feed)).toBe(renderAtom(feed))
  expect(feed).toEqual(before)
})

test('another parser reads the feed', () => {
  const atom = parseAtomFeed(renderAtom(feed))
  expect(atom).toMatchObject({
    id: 'tag:example.org,2026:feeds/publication',
    updated: '2026-02-06T10:00:00.000Z',
    authors: [{ name: 'The Stack' }],
    links: [{ rel: 'alternate' }, { rel: 'self', href: 'https://news.example.org/atom.xml' }],
  })
  expect(atom.entries?.[0]).toMatchObject({
    id: 'tag:example.org,2026:articles/templates.md',
    title: { value: 'Generics in C++: <vector> & "friends"' },
    published: '2026-02-03T02:30:00.000Z',
    updated: '2026-02-06T10:00:00.000Z',
    content: { value: corrected.body.feed, type: 'html' },
    authors: [{ name: 'Bob & Sons' }, { name: 'Eve' }],
    categories: [{ term: 'C++' }],
  })
})

test('each entry is marked with its language', () => {
  expect(readXml(feed, '/a:feed/a:entry/@xml:lang')).toEqual(['en-GB', 'en-GB', 'ar'])
})

test('an image is an enclosure only if its length and type are known', () => {
  const href = 'https://images.example.com/a.jpg?w=1&h=2'
  const enclosure = { rel: 'enclosure', href, type: 'image/webp', length: 48_213 }
  expect(parseAtomFeed(renderAtom(feed)).entries?.[0]?.links).toContainEqual(enclosure)
  expect(renderAtom(feedWithBareImage)).toContain('<media:content url="https://a.example/b.jpg" medium="image"/>')
  expect(renderAtom(feedWithBareImage)).not.toContain('enclosure')
})

test('the link to the page comes first, then audio, video and the image', () => {
  const [entry] = parseAtomFeed(renderAtom(feedWithEpisode)).entries ?? []
  expect(entry?.links).toEqual([
    { rel: 'alternate', href: 'https://news.example.org/articles/hello/' },
    {
      rel: 'enclosure',
      href: 'https://news.example.org/articles/hello/episode.mp3',
      type: 'audio/mpeg',
      length: 5_000_000,
    },
    { rel: 'enclosure', href: 'https://cdn.example.com/clip.mp4?a=1&b=2', type: 'video/mp4' },
    { rel: 'enclosure', href: 'https://a.example/b.jpg', type: 'image/jpeg', length: 9 },
  ])
})

test('a feed of excerpts has summaries and no content', () => {
  const atom = renderAtom(feedOf(obama, { feedContent: 'excerpt' }))
  expect(atom).toContain(obama.article.summary)
  expect(atom).not.toContain('increasingly pursued')
})

test('the feed names the hub and the icons', () => {
  const hub = 'https://hub.example.org/?a=1&b=2'
  const icon = 'https://news.example.org/icon.png'
  expect(parseAtomFeed(renderAtom(feedOf(obama, { hub, icon })))).toMatchObject({
    logo: icon,
    icon: 'https://news.example.org/icon.svg',
    links: expect.arrayContaining([{ rel: 'hub', href: hub }]),
  })
})

test('names of the publication and its sender may contain any characters', () => {
  const names = feedOf(obama, { title: 'A < B', sender: { ...site.publication.sender, name: '"C" & D' } })
  expect(readXml(names, '/a:feed/a:title')).toEqual(['A < B'])
  expect(readXml(names, '/a:feed/a:author/a:name')).toEqual(['"C" & D'])
})

describe('documents of one feed (RFC 5005)', () => {
  test.each([
    ['all there is', feed, ['complete']],
    ['the newest', newestDocument, []],
    ['a closed one', closedDocument, ['archive']],
  ])('%s is marked as such', (_kind, document, marks) => {
    expect([...renderAtom(document).matchAll(/<fh:(\w+)\/>/g)].map(([, name]) => name)).toEqual(marks)
  })

  test('lead from the newest to the oldest and back to the newest', () => {
    const links = [newestDocument, closedDocument, oldestDocument].map(
      (document) => parseAtomFeed(renderAtom(document)).links,
    )
    const paths = (rel: string) =>
      links.map((each) => each?.find((link) => link.rel === rel)?.href?.replace('https://news.example.org', ''))
    expect(paths('self')).toEqual(['/atom.xml', '/archives/2/atom.xml', '/archives/1/atom.xml'])
    expect(paths('prev-archive')).toEqual(['/archives/2/atom.xml', '/archives/1/atom.xml', undefined])
    expect(paths('current')).toEqual([undefined, '/atom.xml', '/atom.xml'])
  })

  test('contain tombstones for withdrawn articles (RFC 6721)', () => {
    expect(readXml(newestDocument, '/a:feed/at:deleted-entry/@ref')).toEqual(['tag:example.org,2026:a&b'])
    expect(readXml(newestDocument, '/a:feed/at:deleted-entry/@when')).toEqual(['2026-03-01T00:00:00.000Z'])
    expect(renderAtom(feed)).not.toContain('tombstones')
  })
})

test('text that looks like parts of the document changes nothing around it', () => {
  const { entries } = parseAtomFeed(renderAtom(feedOfLookalike))
  expect(entries).toMatchObject([
    { title: { value: lookalike }, content: { value: lookalike } },
    { title: { value: obama.article.title } },
  ])
})

function readXml(content: Feed, path: string): string[] {
  const namespaces = { a: 'http://www.w3.org/2005/Atom', at: 'http://purl.org/atompub/tombstones/1.0' }
  const document = XmlDocument.fromString(renderAtom(content))
  try {
    return document.find(path, namespaces).map((node) => node.content)
  } finally {
    document.dispose()
  }
}
