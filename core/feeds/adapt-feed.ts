import type { FeedOptions, Item } from 'feed'
import type { Feed } from './feed.ts'
import type { FeedEntry } from './feed-entry.ts'
import type { HeldTexts } from './hold-texts.ts'

/**
 * The parts of the library's XML that the renderers replace; the library's options and extensions cover everything else
 * (docs/decisions/0018). The patterns match only the library's own markup, because texts are still placeholders.
 */
const repairs = {
  start: {
    what: 'the XML declaration and the opening tag of the root element',
    why: 'the library has no xml:lang, only its own namespaces, and calls each style sheet XSLT, which browsers drop',
    find: /^<\?xml version="1\.0" encoding="utf-8"\?>\n<(?:rss|feed) [^>]*>/g,
  },
  atomSelfLink: {
    what: "the Atom feed's link to itself",
    why: 'the library has no extensions of Atom, no types of links, and no links to other documents (RFC 5005)',
    find: /\n {4}<link rel="self" href="[^"]*"\/>/g,
  },
  atomEntryStart: {
    what: "an Atom entry's opening tag, empty title, id and link",
    why: 'the library has no xml:lang, no media elements and no rel="alternate", and guesses types of enclosures',
    find: /<entry>\n {8}<title type="html"><!\[CDATA\[\]\]><\/title>\n {8}<id>[^<]*<\/id>\n {8}<link href="[^"]*"\/>/g,
  },
  atomEnd: {
    what: 'the closing tag of the Atom feed',
    why: 'the library has no tombstones (RFC 6721)',
    find: /\n<\/feed>$/g,
  },
} as const

/** Replaces each occurrence of a part with the next replacement. @throws {Error} if their numbers differ */
export function repair(xml: string, part: keyof typeof repairs, replacements: readonly string[]): string {
  const { what, why, find } = repairs[part]
  let count = 0
  const repaired = xml.replace(find, () => {
    count += 1
    return replacements[count - 1] ?? ''
  })
  if (count === replacements.length) return repaired
  throw new Error(`The library feed wrote ${what} ${count} times, not ${replacements.length}; replaced because ${why}.`)
}

/** Returns the start of a document in either format. Browsers display the document with the style sheet. */
export function xmlStart(styleUrl: string, rootTag: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n<?xml-stylesheet type="text/css" href="${styleUrl}"?>\n${rootTag}`
}

/** Converts a feed to the options of the library. */
export function adaptFeed(feed: Feed, texts: HeldTexts): FeedOptions {
  return {
    id: feed.id,
    title: texts.element(feed.title),
    description: texts.element(feed.description),
    language: feed.language,
    link: feed.homeUrl,
    feedLinks: feed.selfUrls,
    updated: new Date(feed.updated),
    generator: 'Postrider',
    favicon: feed.faviconUrl,
    ...(feed.iconUrl !== undefined && { image: texts.element(feed.iconUrl) }),
  }
}

/** Converts an entry to an item of the library, with the fields that both formats share. */
export function adaptEntry({ article, content }: FeedEntry, texts: HeldTexts): Pick<Item, 'description' | 'content'> {
  return {
    description: texts.cdata(escapeMarkup(article.summary || article.title)),
    ...(content && { content: texts.cdata(content) }),
  }
}

/** Escapes a summary, because feed readers interpret it as HTML. */
function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
