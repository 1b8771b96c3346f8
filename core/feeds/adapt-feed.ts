import { Feed as FeedLibrary, type Item } from 'feed'
import type { Feed } from './feed.ts'
import type { FeedEntry } from './feed-entry.ts'
import { legible } from './legible.ts'

/**
 * The library `feed` writes text as it comes, so `<` in a topic or a second `]]>` breaks the whole feed. Here markup
 * characters travel through it as Unicode noncharacters, which no text may contain: until `restoreText`, every `<` in
 * the document is the library's own, and what else it gets wrong can be replaced by exact patterns.
 */
const disguises = { '<': '\uFDD0', '>': '\uFDD1', '&': '\uFDD2', '"': '\uFDD3' } as const
const contentMark = '\uFDD4'
const originals = new Map(Object.entries(disguises).map(([character, disguise]) => [disguise as string, character]))

/** The feed in the library's terms. One for each rendering, because the library changes what it is given. */
export function adaptFeed(feed: Feed): FeedLibrary {
  return new FeedLibrary({
    id: feed.id,
    title: disguiseText(feed.title),
    description: disguiseText(feed.description),
    language: feed.language,
    link: feed.homeUrl,
    feedLinks: feed.selfUrls,
    author: { name: disguiseText(feed.author) },
    updated: new Date(feed.updated),
    generator: 'Postrider',
    favicon: feed.faviconUrl,
    ...(feed.iconUrl !== undefined && { image: disguiseText(feed.iconUrl) }),
    ...(feed.hubUrl !== undefined && { hub: feed.hubUrl }),
  })
}

/** What both formats say alike. Contents stay out of the library, which would copy and search them again and again. */
export function adaptEntry({ article, content, url, updated, authors }: FeedEntry, index: number): Item {
  return {
    id: article.guid,
    guid: disguiseText(article.guid),
    link: url,
    title: disguiseText(article.title),
    description: disguiseText(escapeHtml(article.summary || article.title)),
    ...(content && { content: contentMark + index }),
    published: new Date(article.date),
    date: new Date(updated),
    author: authors.map(({ name, url: link }) => ({ name: disguiseText(name), link })),
    category: article.topics.map(({ name }) => ({ name: disguiseText(name), term: disguiseText(name) })),
  }
}

/** Tells browsers how to show the document. The library names every style sheet XSLT, which they no longer know. */
export function withStylesheet(xml: string, url: string): string {
  return xml.replace('?>', () => `?>\n<?xml-stylesheet type="text/css" href="${url}"?>`)
}

/** Titles are plain text: as character references, which both formats read alike, and not as `type="html"`. */
export function plainTitles(disguised: string): string {
  return disguised.replace(/<title(?: type="html")?><!\[CDATA\[([^<]*)\]\]><\/title>/g, '<title>$1</title>')
}

/**
 * Last step. In text as numeric references, because W3C's validator suspects `&lt;` in an RSS title to be markup; in
 * attributes by name, because some parsers read no others there. Quotation marks are all the library's own.
 */
export function restoreText(disguised: string, entries: readonly FeedEntry[]): string {
  const attributes = disguised.replace(/="[^"]*"/g, (value) => value.replace(/[\uFDD0-\uFDD3]/g, namedReference))
  return attributes.replace(/<!\[CDATA\[([^<]*)\]\]>|[\uFDD0-\uFDD3]/g, (match, cdata: string | undefined) => {
    if (cdata === undefined) return reference(match)
    const content = cdata.startsWith(contentMark) ? entries[Number(cdata.slice(1))]?.content : undefined
    const text = content === undefined ? original(cdata) : legible(content)
    return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
  })
}

export function disguiseText(text: string): string {
  // the pattern matches the keys alone
  return legible(text).replace(/[<>&"]/g, (character) => disguises[character as keyof typeof disguises])
}

function original(disguised: string): string {
  return disguised.replace(/[\uFDD0-\uFDD3]/g, (disguise) => originals.get(disguise) ?? '')
}

function namedReference(disguise: string): string {
  const names: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }
  return names[original(disguise)] ?? ''
}

function reference(disguise: string): string {
  return `&#x${original(disguise).codePointAt(0)?.toString(16).toUpperCase()};`
}

/** Readers take a summary for HTML. */
function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
