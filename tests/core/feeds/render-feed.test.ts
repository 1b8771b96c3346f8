import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { XmlDocument } from 'libxml2-wasm'
import { describe, expect, test } from 'vitest'
import { composeFeed } from '../../../core/feeds/feed.ts'
import { viewListing } from '../../../core/feeds/listing-view.ts'
import { renderAtom } from '../../../core/feeds/render-atom.ts'
import { renderJsonFeed } from '../../../core/feeds/render-json-feed.ts'
import { renderRss } from '../../../core/feeds/render-rss.ts'
import { arabic, corrected, obama, sample, site } from './samples.ts'

const publication = viewListing(site.publication, 'publication')
const feed = composeFeed(site, publication, [corrected, obama, arabic])
const empty = composeFeed(site, viewListing(site.publication, 'topic/asia'), [])

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

test('Atom marks each entry with its language', () => {
  const document = XmlDocument.fromString(renderAtom(feed))
  const languages = document.find('/a:feed/a:entry/@xml:lang', { a: 'http://www.w3.org/2005/Atom' })
  expect(languages.map((language) => language.content)).toEqual(['en-GB', 'en-GB', 'ar'])
  document.dispose()
})

test('what looks like the document itself within an article changes nothing around it', () => {
  const html = '<entry><title type="html"><![CDATA[x]]></title><author>A</author></entry><rss version="2.0"><feed >'
  const hostile = composeFeed(site, publication, [sample({ title: html }, html), obama])
  expect(parseRssFeed(renderRss(hostile)).items?.[0]).toMatchObject({ title: html, content: { encoded: html } })
  expect(parseAtomFeed(renderAtom(hostile)).entries?.[0]).toMatchObject({ title: { value: html } })
})
