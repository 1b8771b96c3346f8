import fc from 'fast-check'
import { XmlDocument } from 'libxml2-wasm'
import { expect, test } from 'vitest'
import { composeFeed, type Feed } from '../../../core/feeds/feed.ts'
import { legible } from '../../../core/feeds/legible.ts'
import { viewListing } from '../../../core/feeds/listing-view.ts'
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

test('title, content, creator and category of any text come out as they went in, in a well-formed feed', () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, hostile, (title, html, name, topic) => {
      const feed = feedOf({ title, html, name, topic })
      expect(readRss(feed)).toEqual([title, html, name, topic].map(legible))
      expect(readAtom(feed)).toEqual([...[title, html, name].map(legible), oneLine(legible(topic))])
      expect(readJson(feed)).toEqual([title, html, name, topic].map(legible))
    }),
    { numRuns: 1500 },
  )
})

test('only what XML and HTML cannot carry is dropped', () => {
  expect(legible('a\0\u001B\u0085\uFFFE\uFDD0\u{1FFFF}b\r\nc\td\uD800')).toBe('ab\nc\td\uFFFD')
  expect(legible('Zürich, 東京, 👩‍👩‍👧, \u00A0\u200F\uFFFD')).toBe('Zürich, 東京, 👩‍👩‍👧, \u00A0\u200F\uFFFD')
})

function feedOf(text: { title: string; html: string; name: string; topic: string }): Feed {
  const authors = [{ slug: 'a', name: text.name }]
  const topics = [{ slug: 't', name: text.topic }]
  const article = sample({ title: text.title, summary: text.title, authors, topics, language: text.name }, text.html)
  return composeFeed(site, viewListing(site.publication, 'publication'), [article])
}

function readRss(feed: Feed): string[] {
  return read(renderRss(feed), '/rss/channel/item', ['title', 'c:encoded', 'dc:creator', 'category'])
}

function readAtom(feed: Feed): string[] {
  const paths = ['a:title', 'a:content', 'a:author/a:name', 'a:category/@term']
  return read(renderAtom(feed), '/a:feed/a:entry', paths)
}

function readJson(feed: Feed): string[] {
  const { title, content_html, authors, tags } = JSON.parse(renderJsonFeed(feed)).items[0]
  return [title, content_html, authors[0].name, tags[0]]
}

function read(xml: string, item: string, paths: string[]): string[] {
  const document = XmlDocument.fromString(xml)
  try {
    return paths.map((path) => document.get(`${item}/${path}`, prefixes)?.content ?? '')
  } finally {
    document.dispose()
  }
}

/** XML 1.0 §3.3.3: white space of attributes is normalized. */
function oneLine(text: string): string {
  return text.replaceAll(/[\t\n]/g, ' ')
}
