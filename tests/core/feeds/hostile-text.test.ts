import fc from 'fast-check'
import { XmlDocument } from 'libxml2-wasm'
import { expect, test } from 'vitest'
import { composeFeed, type Feed, noPast } from '../../../core/feeds/feed.ts'
import { viewListing } from '../../../core/feeds/listing-view.ts'
import { readableText } from '../../../core/feeds/readable-text.ts'
import { renderAtom } from '../../../core/feeds/render-atom.ts'
import { renderJsonFeed } from '../../../core/feeds/render-json-feed.ts'
import { renderRss } from '../../../core/feeds/render-rss.ts'
import { sample, site } from './samples.ts'

const fragments = [
  ']]>',
  '<![CDATA[',
  '-->',
  '<',
  '>',
  '&',
  '&amp;',
  '&#x3C;',
  '"',
  "'",
  '</title>',
  '\u{1F600}',
  ' ',
  'a',
]
const illegal = ['\0', '\u001B', '\u0085', '\uFFFE', '\uFDD0', '\uFDD3', '\uD800', '\u{1FFFF}', '\r\n']
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.constantFrom(...fragments, ...illegal), { maxLength: 8 }).map((parts) => parts.join('')),
)
const prefixes = {
  a: 'http://www.w3.org/2005/Atom',
  c: 'http://purl.org/rss/1.0/modules/content/',
  dc: 'http://purl.org/dc/elements/1.1/',
}

type Texts = { readonly title: string; readonly html: string; readonly name: string; readonly topic: string }
const texts = fc.record({ title: hostile, html: hostile, name: hostile, topic: hostile })
const runs = 1000
const articlesPerFeed = 3

test('feeds with 3,000 hostile articles are well-formed and preserve title, content, creator and category', () => {
  fc.assert(
    fc.property(fc.array(texts, { minLength: articlesPerFeed, maxLength: articlesPerFeed }), (articles) => {
      const feed = feedOf(articles)
      const expected = articles.map(({ title, html, name, topic }) => [title, html, name, topic].map(readableText))
      expect(readRss(feed)).toEqual(expected)
      expect(readAtom(feed)).toEqual(expected.map((each) => [...each.slice(0, 3), oneLine(each[3] ?? '')]))
      expect(readJson(feed)).toEqual(expected)
    }),
    { numRuns: runs },
  )
})

function feedOf(articles: readonly Texts[]): Feed {
  const full = articles.map(({ title, html, name, topic }, at) =>
    sample(
      {
        slug: `a${at}`,
        title,
        summary: title,
        authors: [{ slug: 'a', name }],
        topics: [{ slug: 't', name: topic }],
        language: name,
        image: { url: topic, alt: name, type: name, bytes: 1 },
      },
      html,
    ),
  )
  return composeFeed(site, viewListing(site.publication, 'publication'), full, noPast)
}

function readRss(feed: Feed): string[][] {
  return read(renderRss(feed), '/rss/channel/item', ['title', 'c:encoded', 'dc:creator', 'category'])
}

function readAtom(feed: Feed): string[][] {
  return read(renderAtom(feed), '/a:feed/a:entry', ['a:title', 'a:content', 'a:author/a:name', 'a:category/@term'])
}

type JsonItem = {
  readonly title: string
  readonly content_html: string
  readonly authors: readonly { readonly name: string }[]
  readonly tags: readonly string[]
}

function readJson(feed: Feed): string[][] {
  const { items } = JSON.parse(renderJsonFeed(feed))
  return items.map((item: JsonItem) => [item.title, item.content_html, item.authors[0]?.name, item.tags[0]])
}

function read(xml: string, item: string, paths: string[]): string[][] {
  const document = XmlDocument.fromString(xml)
  try {
    return document.find(item, prefixes).map((each) => paths.map((path) => each.get(path, prefixes)?.content ?? ''))
  } finally {
    document.dispose()
  }
}

/** Normalizes the white space of an attribute (XML 1.0 §3.3.3). */
function oneLine(text: string): string {
  return text.replaceAll(/[\t\n]/g, ' ')
}
