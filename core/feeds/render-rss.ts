import type { Extension } from 'feed'
import type { Article } from '../articles/article.ts'
import { adaptEntry, adaptFeed, disguiseText, plainTitles, restoreText, withStylesheet } from './adapt-feed.ts'
import type { Feed } from './feed.ts'
import type { FeedEntry } from './feed-entry.ts'
import { enclosure, mediaContent } from './feed-image.ts'
import { feedRelations } from './feed-relations.ts'

const namespaces = {
  atom: 'http://www.w3.org/2005/Atom',
  content: 'http://purl.org/rss/1.0/modules/content/',
  dc: 'http://purl.org/dc/elements/1.1/',
  fh: 'http://purl.org/syndication/history/1.0',
  media: 'http://search.yahoo.com/mrss/',
}

/** RSS 2.0. Authors are `dc:creator`, since RSS's own `author` is an e-mail address. */
export function renderRss(feed: Feed): string {
  const library = adaptFeed(feed)
  for (const [index, entry] of feed.entries.entries()) {
    library.addItem({ ...adaptEntry(entry, index), extensions: itemExtensions(entry, feed) })
  }
  for (const extension of channelExtensions(feed)) library.addExtension(extension)
  const declarations = Object.entries(namespaces).map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
  const rss = library
    .rss2()
    .replace(/<rss [^>]*>/, `<rss version="2.0" ${declarations.join(' ')}>`)
    .replaceAll('<author>', '<dc:creator>')
    .replaceAll('</author>', '</dc:creator>')
  return restoreText(plainTitles(withStylesheet(rss, feed.styleUrl)), feed.entries)
}

/** The library's own links stand in the place of these. */
function channelExtensions(feed: Feed): Extension[] {
  const links = feedRelations(feed, 'rss').map((attributes) => ({ _attributes: attributes }))
  const history = feed.extent === 'newest' ? [] : [{ name: `fh:${feed.extent}`, objects: {} }]
  return [{ name: 'atom:link', objects: links }, ...history]
}

function itemExtensions({ article, updated }: FeedEntry, feed: Feed): Extension[] {
  const media = mediaContent(article)
  const enclosed = enclosure(article)
  return [
    { name: 'atom:updated', objects: { _text: updated } },
    ...languageElement(article, feed),
    ...(enclosed ? [{ name: 'enclosure', objects: { _attributes: enclosed } }] : []),
    ...(media ? [{ name: 'media:content', objects: { _attributes: media } }] : []),
  ]
}

function languageElement({ language }: Article, feed: Feed): Extension[] {
  return language === feed.language ? [] : [{ name: 'dc:language', objects: { _text: disguiseText(language) } }]
}
