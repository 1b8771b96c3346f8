import { Feed as FeedLibrary, type Item } from 'feed'
import { adaptEntry, adaptFeed, repair, xmlStart } from './adapt-feed.ts'
import { type Attributes, escapeAttribute, escapeAttributes, escapeText } from './escape-xml.ts'
import type { Feed } from './feed.ts'
import type { FeedEntry } from './feed-entry.ts'
import { type Enclosure, enclosures, mediaContents } from './feed-media.ts'
import { feedRelations } from './feed-relations.ts'
import { firstPlaceholder, type HeldTexts, holdTexts } from './hold-texts.ts'
import { repeatItems } from './repeat-items.ts'

const tombstoneNamespace = 'xmlns:at="http://purl.org/atompub/tombstones/1.0" '
const namespaces = [
  'xmlns:fh="http://purl.org/syndication/history/1.0"',
  'xmlns:media="http://search.yahoo.com/mrss/"',
  'xmlns="http://www.w3.org/2005/Atom"',
].join(' ')

/** Renders Atom 1.0 (RFC 4287). */
export function renderAtom(feed: Feed): string {
  const texts = holdTexts()
  const library = new FeedLibrary({ ...adaptFeed(feed, texts), author: { name: texts.element(feed.author) } })
  const entries = repeatItems('entry', feed.entries, atomEntry)
  for (const entry of entries.shapes) library.addItem(entry)
  const started = repair(library.atom1(), 'start', [xmlStart(feed.styleUrl, rootTag(feed))])
  const linked = repair(started, 'atomSelfLink', [headElements(feed)])
  const opened = repair(
    linked,
    'atomEntryStart',
    entries.shapes.map(() => `<entry${firstPlaceholder}`),
  )
  return entries.fill(repair(opened, 'atomEnd', [`${tombstones(feed)}\n</feed>`]), texts)
}

/** Declares the namespace of tombstones only in feeds that have some, because W3C's validator does not know it. */
function rootTag({ language, withdrawn }: Feed): string {
  return `<feed xml:lang="${language}" ${withdrawn.length > 0 ? tombstoneNamespace : ''}${namespaces}>`
}

function headElements(feed: Feed): string {
  const links = feedRelations(feed, 'atom').map((link) => element(4, 'link', link))
  return [...links, ...(feed.extent === 'newest' ? [] : [element(4, `fh:${feed.extent}`)])].join('')
}

/** Holds the start of the entry first. It replaces what the library writes, including title, id and link. */
function atomEntry(entry: FeedEntry, texts: HeldTexts): Item {
  const { article, authors } = entry
  texts.xml(entryStart(entry))
  return {
    ...{ title: '', id: 'held:', link: 'held:' },
    ...adaptEntry(entry, texts),
    published: texts.date(new Date(article.date).toISOString()),
    date: texts.date(entry.updated),
    author: authors.map(({ name, url }) => ({ name: texts.element(name), link: texts.url(url) })),
    category: article.topics.map(({ name }) => texts.attribute(name)).map((name) => ({ name, term: name })),
  }
}

/** The link to the page comes first, because some readers take the first link of an entry, whatever its relation. */
function entryStart({ article, url }: FeedEntry): string {
  return [
    ` xml:lang="${escapeAttribute(article.language)}">`,
    `\n        <title>${escapeText(article.title)}</title>`,
    `\n        <id>${escapeText(article.guid)}</id>`,
    element(8, 'link', { rel: 'alternate', href: url }),
    ...enclosures(article).map((enclosed) => element(8, 'link', enclosureLink(enclosed))),
    ...mediaContents(article).map((content) => element(8, 'media:content', content)),
  ].join('')
}

function enclosureLink({ url, ...lengthAndType }: Enclosure): Attributes {
  return { rel: 'enclosure', href: url, ...lengthAndType }
}

/** Renders tombstones, which make feed readers delete withdrawn articles (RFC 6721 §3). */
function tombstones({ withdrawn }: Feed): string {
  return withdrawn.map(({ guid, at }) => element(4, 'at:deleted-entry', { ref: guid, when: at })).join('')
}

function element(indent: number, name: string, attributes: Attributes = {}): string {
  const parts = Object.entries(escapeAttributes(attributes)).map(([key, value]) => `${key}="${value}"`)
  return `\n${' '.repeat(indent)}<${[name, ...parts].join(' ')}/>`
}
