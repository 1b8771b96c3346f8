import type { Article, FullArticle } from '../articles/article.ts'
import type { Site } from '../site.ts'
import { articleFolder, urlOf } from './addresses.ts'

export type FeedEntry = {
  readonly article: Article
  readonly url: string
  /** HTML; undefined in a feed of excerpts. */
  readonly content: string | undefined
  readonly authors: readonly { readonly name: string; readonly url: string }[]
  /** When its content last changed; no other entry of the feed has the same instant. */
  readonly updated: string
}

export function composeEntries(site: Site, articles: readonly FullArticle[]): readonly FeedEntry[] {
  const taken = new Set<number>()
  return articles.map(({ article, body }) => ({
    article,
    url: urlOf(site, articleFolder(article.slug)),
    content: site.publication.feedContent === 'full' ? directed(article, body.feed) : undefined,
    authors: article.authors.map(({ name, slug }) => ({ name, url: urlOf(site, `authors/${slug}/`) })),
    updated: takeInstant(taken, article.updatedAt),
  }))
}

/** No format has a direction of its own. */
function directed({ direction }: Article, html: string): string {
  return direction === 'rtl' ? `<div dir="rtl">${html}</div>` : html
}

/**
 * Authors date corrections by the day, and uploads may arrive in the same millisecond. The order of entries is that of
 * their instants to many a reader, and W3C's validator warns of two alike: the older one gives way, by a millisecond.
 */
function takeInstant(taken: Set<number>, instant: string): string {
  let time = Date.parse(instant)
  while (taken.has(time)) time -= 1
  taken.add(time)
  return new Date(time).toISOString()
}
