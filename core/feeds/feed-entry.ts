import type { Article, FullArticle } from '../articles/article.ts'
import { articleUrl } from '../articles/identity.ts'
import type { Site } from '../site.ts'
import { escapeHtml } from '../text/escape-html.ts'
import { messagesFor } from '../text/locales.ts'
import { urlOf } from './addresses.ts'
import { mostContentBytes, mostEntryBytes } from './limits.ts'

export type FeedEntry = {
  readonly article: Article
  readonly url: string
  /** HTML: the article, or its summary with a link. Undefined if the feed contains excerpts only. */
  readonly content: string | undefined
  readonly authors: readonly { readonly name: string; readonly url: string }[]
  /** When its content last changed. No other entry of the feed has the same instant. */
  readonly updated: string
}

/** @param articles newest first */
export function composeEntries(site: Site, articles: readonly FullArticle[]): readonly FeedEntry[] {
  const used = new Set<number>()
  const contents = site.publication.feedContent === 'full' ? chooseContents(site, articles) : []
  return articles.map(({ article }, index) => ({
    article,
    url: articleUrl(site, article.slug),
    content: contents[index],
    authors: article.authors.map(({ name, slug }) => ({ name, url: urlOf(site, `authors/${slug}/`) })),
    updated: uniqueInstant(used, article.updatedAt),
  }))
}

/**
 * Returns the contents of entries, which together have up to `mostContentBytes`. Older entries than fit, and any that is
 * too large by itself, contain the summary with a link (docs/decisions/0044).
 */
function chooseContents(site: Site, articles: readonly FullArticle[]): readonly string[] {
  let bytes = 0
  return articles.map(({ article, body }) => {
    const size = Buffer.byteLength(body.feed)
    if (size <= mostEntryBytes) bytes += size
    const isWhole = size <= mostEntryBytes && bytes <= mostContentBytes
    return withDirection(article, isWhole ? body.feed : summaryWithLink(site, article))
  })
}

function summaryWithLink(site: Site, { summary, slug, language }: Article): string {
  const { readOn } = messagesFor(language, site.publication.language).digest
  const paragraph = summary === '' ? '' : `<p>${escapeHtml(summary)}</p>\n`
  return `${paragraph}<p><a href="${escapeHtml(articleUrl(site, slug))}">${escapeHtml(readOn)}</a></p>`
}

/** Marks right-to-left content, because no feed format has a field for the direction of text. */
function withDirection({ direction }: Article, html: string): string {
  return direction === 'rtl' ? `<div dir="rtl">${html}</div>` : html
}

/**
 * Makes the instants of entries unique: an older entry with the same instant gets one a millisecond earlier. Authors date
 * corrections by the day, and uploads may arrive in the same millisecond; but many feed readers sort entries by their
 * instants, and W3C's validator warns about equal ones.
 */
function uniqueInstant(used: Set<number>, instant: string): string {
  let time = Date.parse(instant)
  while (used.has(time)) time -= 1
  used.add(time)
  return new Date(time).toISOString()
}
