import type { Article, FullArticle } from '../articles/article.ts'
import type { Site } from '../site.ts'
import { articleFolder, urlOf } from './addresses.ts'

export type FeedEntry = {
  readonly article: Article
  readonly url: string
  /** HTML. Undefined if the feed contains excerpts only. */
  readonly content: string | undefined
  readonly authors: readonly { readonly name: string; readonly url: string }[]
  /** When its content last changed. No other entry of the feed has the same instant. */
  readonly updated: string
}

export function composeEntries(site: Site, articles: readonly FullArticle[]): readonly FeedEntry[] {
  const used = new Set<number>()
  return articles.map(({ article, body }) => ({
    article,
    url: urlOf(site, articleFolder(article.slug)),
    content: site.publication.feedContent === 'full' ? withDirection(article, body.feed) : undefined,
    authors: article.authors.map(({ name, slug }) => ({ name, url: urlOf(site, `authors/${slug}/`) })),
    updated: uniqueInstant(used, article.updatedAt),
  }))
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
