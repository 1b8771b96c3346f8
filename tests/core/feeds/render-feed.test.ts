import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { XmlDocument } from 'libxml2-wasm'
import { describe, expect, test } from 'vitest'
import { composeClosedDocument, composeFeed, noPast } from '../../../core/feeds/feed.ts'
import { viewListing } from '../../../core/feeds/listing-view.ts'
import { renderAtom } from '../../../core/feeds/render-atom.ts'
import { renderJsonFeed } from '../../../core/feeds/render-json-feed.ts'
import { renderRss } from '../../../core/feeds/render-rss.ts'
import { arabic, corrected, obama, sample, site } from './samples.ts'

const publication = viewListing(site.publication, 'publication')
const feed = composeFeed(site, publication, [corrected, obama, arabic], noPast)
const empty = composeFeed(site, viewListing(site.publication, 'topic/asia'), [], noPast)

describe('golden feeds', () => {
  test.each([
    ['feed.xml', renderRss(feed)],
    ['atom.xml', renderAtom(feed)],
    ['feed.json', renderJsonFeed(feed)],
    ['empty/feed.xml', renderRss(empty)],
    ['empty/atom.xml', renderAtom(empty)],
    ['empty/feed.json', renderJsonFeed(empty)],
  ])('%s', async (file, text) => {
    await expect(text).toMatchFileSnapshot(`../../golden/feeds/${file}`)
    if (file.endsWith('.xml')) XmlDocument.fromString(text).dispose()
  })
})

test('rendering the same feed twice gives the same bytes and leaves the feed as it was', () => {
  const before = structuredClone(feed)
  for (const render of [renderRss, renderAtom, renderJsonFeed]) expect(render(feed)).toBe(render(feed))
  expect(feed).toEqual(before)
})

describe('another parser reads', () => {
  test('RSS', () => {
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

  test('Atom', () => {
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

  test('JSON Feed', () => {
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
})

describe('a lead image', () => {
  const [plain] = composeFeed(
    site,
    publication,
    [sample({ image: { url: 'https://a.example/b.jpg', alt: '' } })],
    noPast,
  ).entries
  const unknown = plain && { ...feed, entries: [plain] }

  test('is an enclosure with its length and type where these are known, and never with invented ones', () => {
    const known = { url: 'https://images.example.com/a.jpg?w=1&h=2', type: 'image/webp', length: 48_213 }
    expect(parseRssFeed(renderRss(feed)).items?.[0]?.enclosures).toEqual([known])
    const { url: href, ...rest } = known
    expect(parseAtomFeed(renderAtom(feed)).entries?.[0]?.links).toContainEqual({ rel: 'enclosure', href, ...rest })
    expect(parseJsonFeed(renderJsonFeed(feed)).items?.[0]?.attachments).toEqual([
      { url: href, mime_type: 'image/webp', size_in_bytes: 48_213 },
    ])
    if (!unknown) throw new Error('There is no entry')
    for (const render of [renderRss, renderAtom, renderJsonFeed]) {
      expect(render(unknown)).toContain('https://a.example/b.jpg')
      expect(render(unknown)).not.toMatch(/enclosure|attachments|length|fileSize|image\/jp/)
    }
  })
})

test('entries of the same instant are dated apart, so that their order is that of their dates', () => {
  const updatedAt = '2026-02-03T00:00:00.000Z'
  const alike = ['a', 'b', 'c'].map((slug) => sample({ slug, updatedAt }))
  const dates = composeFeed(site, publication, alike, noPast).entries.map(({ updated }) => updated)
  expect(dates).toEqual([updatedAt, '2026-02-02T23:59:59.999Z', '2026-02-02T23:59:59.998Z'])
})

test('a feed of excerpts has summaries and no content', () => {
  const excerpts = { ...site, publication: { ...site.publication, feedContent: 'excerpt' as const } }
  const short = composeFeed(excerpts, publication, [obama], noPast)
  for (const render of [renderRss, renderAtom, renderJsonFeed]) {
    expect(render(short)).toContain(obama.article.summary)
    expect(render(short)).not.toContain('increasingly pursued')
  }
  expect(parseJsonFeed(renderJsonFeed(short)).items?.[0]?.content_text).toBe(obama.article.summary)
})

test('an article without a summary is described by its title, since readers and validators want a description', () => {
  const bare = composeFeed(site, publication, [sample({ summary: '', title: 'A picture' })], noPast)
  expect(parseRssFeed(renderRss(bare)).items?.[0]?.description).toBe('A picture')
})

test('hub and icon of publication.json are in every format', () => {
  const hub = 'https://hub.example.org/?a=1&b=2'
  const icon = 'https://news.example.org/icon.png'
  const named = composeFeed({ ...site, publication: { ...site.publication, hub, icon } }, publication, [obama], noPast)
  const rss = parseRssFeed(renderRss(named))
  expect(rss.atom?.links).toContainEqual({ rel: 'hub', href: hub })
  expect(rss.image).toEqual({ url: icon, title: rss.title, link: rss.link })
  expect(parseAtomFeed(renderAtom(named))).toMatchObject({
    logo: icon,
    icon: 'https://news.example.org/icon.svg',
    links: expect.arrayContaining([{ rel: 'hub', href: hub }]),
  })
  expect(parseJsonFeed(renderJsonFeed(named))).toMatchObject({ icon, hubs: [{ type: 'WebSub', url: hub }] })
})

describe('documents of one feed (RFC 5005)', () => {
  const past = {
    documents: 2,
    late: [],
    withdrawn: [{ guid: 'tag:example.org,2026:a&b', at: '2026-03-01T00:00:00.000Z' }],
  }
  const newest = composeFeed(site, publication, [corrected], past)
  const closed = composeClosedDocument(site, publication, 2, [obama])
  const oldest = composeClosedDocument(site, publication, 1, [arabic])
  const marks = (text: string) => [...text.matchAll(/<fh:(\w+)\/>/g)].map(([, name]) => name)

  test('are marked as all there is, or as closed', () => {
    for (const render of [renderRss, renderAtom]) {
      expect(marks(render(feed))).toEqual(['complete'])
      expect(marks(render(newest))).toEqual([])
      expect(marks(render(closed))).toEqual(['archive'])
    }
  })

  test('lead from the newest to the oldest, each in its own format', () => {
    const atom = [newest, closed, oldest].map((each) => parseAtomFeed(renderAtom(each)).links)
    const rss = [newest, closed, oldest].map((each) => parseRssFeed(renderRss(each)).atom?.links)
    const hrefs = (links: typeof atom, rel: string) =>
      links.map((each) => each?.find((link) => link.rel === rel)?.href?.replace(site.url, ''))
    expect(hrefs(atom, 'self')).toEqual(['/atom.xml', '/archives/2/atom.xml', '/archives/1/atom.xml'])
    expect(hrefs(atom, 'prev-archive')).toEqual(['/archives/2/atom.xml', '/archives/1/atom.xml', undefined])
    expect(hrefs(atom, 'current')).toEqual([undefined, '/atom.xml', '/atom.xml'])
    expect(hrefs(rss, 'prev-archive')).toEqual(['/archives/2/feed.xml', '/archives/1/feed.xml', undefined])
    const json = [newest, closed, oldest].map((each) => parseJsonFeed(renderJsonFeed(each)).next_url)
    expect(json.map((url) => url?.replace(site.url, ''))).toEqual([
      '/archives/2/feed.json',
      '/archives/1/feed.json',
      undefined,
    ])
  })

  test('tell of withdrawn articles in Atom (RFC 6721)', () => {
    const document = XmlDocument.fromString(renderAtom(newest))
    const [tombstone] = document.find('/a:feed/at:deleted-entry', {
      a: 'http://www.w3.org/2005/Atom',
      at: 'http://purl.org/atompub/tombstones/1.0',
    })
    const attributes = ['ref', 'when'].map((name) => tombstone?.get(`@${name}`)?.content)
    document.dispose()
    expect(attributes).toEqual(['tag:example.org,2026:a&b', '2026-03-01T00:00:00.000Z'])
    expect(renderAtom(feed)).not.toContain('tombstones')
  })
})

test('Atom marks each entry with its language', () => {
  const document = XmlDocument.fromString(renderAtom(feed))
  const languages = document.find('/a:feed/a:entry/@xml:lang', { a: 'http://www.w3.org/2005/Atom' })
  expect(languages.map((language) => language.content)).toEqual(['en-GB', 'en-GB', 'ar'])
  document.dispose()
})

test('what looks like the document itself within an article changes nothing around it', () => {
  const html = '<entry><title type="html"><![CDATA[x]]></title><author>A</author></entry><rss version="2.0"><feed >'
  const hostile = composeFeed(site, publication, [sample({ title: html }, html), obama], noPast)
  expect(parseRssFeed(renderRss(hostile)).items?.[0]).toMatchObject({ title: html, content: { encoded: html } })
  expect(parseAtomFeed(renderAtom(hostile)).entries?.[0]).toMatchObject({ title: { value: html } })
})
