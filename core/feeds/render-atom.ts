import { adaptEntry, adaptFeed, disguiseText, plainTitles, restoreText, withStylesheet } from './adapt-feed.ts'
import type { Feed } from './feed.ts'
import type { FeedEntry } from './feed-entry.ts'
import { enclosure, mediaContent } from './feed-image.ts'
import { feedRelations } from './feed-relations.ts'

const tombstoneNamespace = 'http://purl.org/atompub/tombstones/1.0'
const namespaces = {
  fh: 'http://purl.org/syndication/history/1.0',
  media: 'http://search.yahoo.com/mrss/',
}

/** Atom 1.0 (RFC 4287). The library knows no extensions of Atom, so these are put where its own elements stand. */
export function renderAtom(feed: Feed): string {
  const library = adaptFeed(feed)
  for (const [index, entry] of feed.entries.entries()) library.addItem(adaptEntry(entry, index))
  // W3C's validator does not know this one, so it is named where it is needed only.
  const used = feed.withdrawn.length > 0 ? { at: tombstoneNamespace, ...namespaces } : namespaces
  const declarations = Object.entries(used).map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`)
  const openings = feed.entries.map(openEntry).values()
  const atom = library
    .atom1()
    .replace('<feed ', `<feed xml:lang="${feed.language}" ${declarations.join(' ')} `)
    .replace(/\n *<link rel="self"[^>]*>(\n *<link rel="hub"[^>]*>)?/, () => headElements(feed).join(''))
    .replaceAll('<entry>', () => openings.next().value ?? '')
    .replace('\n</feed>', () => `${tombstones(feed).join('')}\n</feed>`)
  return restoreText(plainTitles(withStylesheet(atom, feed.styleUrl)), feed.entries)
}

function headElements(feed: Feed): string[] {
  return [
    ...feedRelations(feed, 'atom').map((link) => element(4, 'link', link)),
    ...(feed.extent === 'newest' ? [] : [element(4, `fh:${feed.extent}`)]),
  ]
}

/** With what the library has no place for. */
function openEntry({ article }: FeedEntry): string {
  const media = mediaContent(article)
  const enclosed = enclosure(article)
  return [
    `<entry xml:lang="${disguiseText(article.language)}">`,
    enclosed ? element(8, 'link', { rel: 'enclosure', href: enclosed.url, ...lengthAndType(enclosed) }) : '',
    media ? element(8, 'media:content', media) : '',
  ].join('')
}

function lengthAndType({ length, type }: { readonly length: number; readonly type: string }) {
  return { length, type }
}

/** RFC 6721 §3: readers that still hold a withdrawn article let it go. */
function tombstones(feed: Feed): string[] {
  return feed.withdrawn.map(({ guid, at }) => element(4, 'at:deleted-entry', { ref: disguiseText(guid), when: at }))
}

function element(indent: number, name: string, attributes: Readonly<Record<string, string | number | undefined>> = {}) {
  const written = Object.entries(attributes).filter(([, value]) => value !== undefined)
  return `\n${' '.repeat(indent)}<${[name, ...written.map(([key, value]) => `${key}="${value}"`)].join(' ')}/>`
}
