import { type Extension, Feed as FeedLibrary, type Item } from 'feed'
import type { Article } from '../articles/article.ts'
import type { Feed, FeedEntry } from './feed.ts'
import { legible } from './legible.ts'

/**
 * The library `feed` writes text as it comes, so `<` in a topic or a second `]]>` breaks the whole feed. Here markup
 * characters travel through it as Unicode noncharacters, which no text may contain: until `restoreText`, every `<` in
 * the document is the library's own, and what else it gets wrong can be replaced by exact patterns.
 */
const disguises = { '<': '\uFDD0', '>': '\uFDD1', '&': '\uFDD2', '"': '\uFDD3' } as const
const originals = new Map(Object.entries(disguises).map(([character, disguise]) => [disguise as string, character]))

/** The feed in the library's terms. One for each rendering, because the library changes what it is given. */
export function adaptFeed(feed: Feed): FeedLibrary {
  const library = new FeedLibrary({
    id: feed.id,
    title: disguiseText(feed.title),
    description: disguiseText(feed.description),
    language: feed.language,
    link: feed.homeUrl,
    feedLinks: feed.selfUrls,
    author: { name: disguiseText(feed.author) },
    updated: new Date(feed.updated),
    generator: 'Postrider',
  })
  for (const entry of feed.entries) library.addItem(adaptEntry(entry, feed))
  return library
}

function adaptEntry({ article, content, url }: FeedEntry, feed: Feed): Item {
  return {
    id: article.guid,
    guid: disguiseText(article.guid),
    link: url,
    title: disguiseText(article.title),
    description: disguiseText(escapeHtml(article.summary)),
    content: disguiseText(content),
    published: new Date(article.date),
    date: new Date(article.updatedAt),
    author: article.authors.map(({ name }) => ({ name: disguiseText(name) })),
    category: article.topics.map(({ name }) => ({ name: disguiseText(name), term: disguiseText(name) })),
    extensions: [...languageElements(article, feed), ...imageElements(article)],
  }
}

/** RSS only: the library's Atom has no extensions. */
function languageElements({ language }: Article, feed: Feed): Extension[] {
  return language === feed.language ? [] : [{ name: 'dc:language', objects: { _text: disguiseText(language) } }]
}

function imageElements({ image }: Article): Extension[] {
  if (!image) return []
  const attributes = { url: disguiseText(image.url), medium: 'image', width: image.width, height: image.height }
  return [{ name: 'media:content', objects: { _attributes: attributes } }]
}

/** Titles are plain text: as character references, which both formats read alike, and not as `type="html"`. */
export function plainTitles(disguised: string): string {
  return disguised.replace(/<title(?: type="html")?><!\[CDATA\[([^<]*)\]\]><\/title>/g, '<title>$1</title>')
}

/** Last step. Numeric references, because W3C's validator suspects `&lt;` in an RSS title to be markup. */
export function restoreText(disguised: string): string {
  return disguised.replace(/<!\[CDATA\[([^<]*)\]\]>|[\uFDD0-\uFDD3]/g, (match, cdata: string | undefined) =>
    cdata === undefined ? reference(match) : `<![CDATA[${original(cdata).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`,
  )
}

export function disguiseText(text: string): string {
  // the pattern matches the keys alone
  return legible(text).replace(/[<>&"]/g, (character) => disguises[character as keyof typeof disguises])
}

function original(disguised: string): string {
  return disguised.replace(/[\uFDD0-\uFDD3]/g, (disguise) => originals.get(disguise) ?? '')
}

function reference(disguise: string): string {
  return `&#x${original(disguise).codePointAt(0)?.toString(16).toUpperCase()};`
}

/** Readers take a summary for HTML. */
function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
