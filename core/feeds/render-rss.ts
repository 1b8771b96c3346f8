import { type Extension, Feed as FeedLibrary, type Item } from 'feed'
import { adaptEntry, adaptFeed, repair, xmlStart } from './adapt-feed.ts'
import { type Attributes, escapeAttributes } from './escape-xml.ts'
import type { Feed } from './feed.ts'
import type { FeedEntry } from './feed-entry.ts'
import { enclosures, mediaContents } from './feed-media.ts'
import { feedRelations } from './feed-relations.ts'
import { type HeldTexts, holdTexts } from './hold-texts.ts'
import { repeatItems } from './repeat-items.ts'

const namespaces = [
  'xmlns:atom="http://www.w3.org/2005/Atom"',
  'xmlns:content="http://purl.org/rss/1.0/modules/content/"',
  'xmlns:dc="http://purl.org/dc/elements/1.1/"',
  'xmlns:fh="http://purl.org/syndication/history/1.0"',
  'xmlns:media="http://search.yahoo.com/mrss/"',
].join(' ')

/** Renders RSS 2.0. */
export function renderRss(feed: Feed): string {
  const texts = holdTexts()
  const library = new FeedLibrary(adaptFeed(feed, texts))
  const items = repeatItems('item', feed.entries, (entry, held) => rssItem(entry, feed, held))
  for (const item of items.shapes) library.addItem(item)
  for (const extension of channelExtensions(feed)) library.addExtension(extension)
  const start = xmlStart(feed.styleUrl, `<rss version="2.0" ${namespaces}>`)
  return items.fill(repair(library.rss2(), 'start', [start]), texts)
}

/** Returns extensions of the channel. One with the name of an element that the library writes replaces that element. */
function channelExtensions(feed: Feed): Extension[] {
  const history = feed.extent === 'newest' ? [] : [{ name: `fh:${feed.extent}`, objects: {} }]
  return [repeated('atom:link', feedRelations(feed, 'rss').map(withAttributes)), ...history]
}

/** Adds the title as an extension too, because the library writes titles as CDATA, which some readers interpret as HTML. */
function rssItem(entry: FeedEntry, feed: Feed, texts: HeldTexts): Item {
  const title = texts.element(entry.article.title)
  const extensions = [{ name: 'title', objects: { _text: title } }, ...itemExtensions(entry, feed, texts)]
  return {
    ...adaptEntry(entry, texts),
    title,
    link: texts.url(entry.url),
    guid: texts.element(entry.article.guid),
    published: texts.date(new Date(entry.article.date).toUTCString()),
    date: new Date(0), // the library writes `published` instead
    extensions,
  }
}

/** Uses `dc:creator` for authors, because RSS's own `author` is an email address. */
function itemExtensions({ article, authors, updated }: FeedEntry, feed: Feed, texts: HeldTexts): Extension[] {
  // RSS requires a length, which is unknown for files of other sites.
  const enclosed = enclosures(article).map(({ url, length = 0, type }) => ({ url, length, type }))
  const withHeld = (attributes: Attributes) => ({ _attributes: holdAttributes(attributes, texts) })
  const withName = ({ name }: { readonly name: string }) => ({ _text: texts.element(name) })
  const language = article.language === feed.language ? [] : [{ _text: texts.element(article.language) }]
  return [
    repeated('dc:creator', authors.map(withName)),
    repeated('category', article.topics.map(withName)),
    { name: 'atom:updated', objects: { _text: texts.element(updated) } },
    repeated('dc:language', language),
    repeated('enclosure', enclosed.slice(0, 1).map(withHeld)),
    repeated('media:content', mediaContents(article).map(withHeld)),
  ]
}

function repeated(name: string, elements: readonly object[]): Extension {
  return { name, objects: elements as unknown as Extension['objects'] } // the library accepts lists, its types do not
}

function holdAttributes(attributes: Attributes, texts: HeldTexts) {
  const present = Object.entries(attributes).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present.map(([name, value]) => [name, texts.attribute(String(value))]))
}

function withAttributes(attributes: Attributes) {
  return { _attributes: escapeAttributes(attributes) }
}
