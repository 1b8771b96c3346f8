import { adaptFeed, plainTitles, restoreText } from './adapt-feed.ts'
import type { Feed } from './feed.ts'

const namespaces = {
  atom: 'http://www.w3.org/2005/Atom',
  content: 'http://purl.org/rss/1.0/modules/content/',
  dc: 'http://purl.org/dc/elements/1.1/',
  media: 'http://search.yahoo.com/mrss/',
}

/** RSS 2.0 with full content. Authors are `dc:creator`, since RSS's own `author` is an e-mail address. */
export function renderRss(feed: Feed): string {
  const declarations = Object.entries(namespaces).map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
  const rss = adaptFeed(feed)
    .rss2()
    .replace(/<rss [^>]*>/, `<rss version="2.0" ${declarations.join(' ')}>`)
    .replaceAll('<author>', '<dc:creator>')
    .replaceAll('</author>', '</dc:creator>')
  return restoreText(plainTitles(rss))
}
