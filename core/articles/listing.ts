import type { Article } from './article.ts'

/**
 * The name of a listing, an ordered set of live articles that has its own pages and usually feeds: `publication`,
 * `topic/<slug>`, `author/<slug>` or `month/<yyyy-mm>` (by the dates of the articles).
 */
export type Listing = string

/** Returns every listing that a live article is in. */
export function listingsOf(article: Article): readonly Listing[] {
  return [
    'publication',
    ...article.topics.map((topic) => `topic/${topic.slug}`),
    ...article.authors.map((author) => `author/${author.slug}`),
    `month/${article.date.slice(0, 7)}`,
  ]
}

/** Returns a unique string that sorts live articles within a listing, newest last. */
export function listingOrder(article: Article): string {
  return `${article.liveAt ?? article.date}#${article.id}`
}

/** A listing that has live articles, as the overviews show it. */
export type KnownListing = {
  readonly listing: Listing
  readonly name: string
  /** Number of live articles that its documents show. */
  readonly count: number
  /** The newest `updatedAt` among them. */
  readonly updatedAt: string
}
