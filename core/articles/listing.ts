import { calendarDay, startOf } from '../text/calendar-day.ts'
import type { Article } from './article.ts'

/**
 * The name of a listing, a set of live articles that has its own pages and usually feeds: `publication`, `topic/<slug>`,
 * `author/<slug>` or `month/<yyyy-mm>` (by the dates of the articles). Feeds are ordered by when articles went live, and
 * pages by their dates.
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

/** Returns true for a month, which has no feeds and whose page lists all its articles. Other pages list the newest. */
export function isMonth(listing: Listing): boolean {
  return listing.startsWith('month/')
}

/** Returns a unique string that sorts live articles within the feed of a listing, newest last. */
export function listingOrder(article: Article): string {
  return `${article.liveAt ?? article.date}#${article.id}`
}

/** Returns a unique string that sorts live articles within the page of a listing, newest last. */
function pageOrder(article: Article, timeZone: string): string {
  return `${article.listedAt ?? listedAt(article, timeZone) ?? article.date}#${article.id}`
}

/**
 * Returns the instant by which pages order a live article: that of its date, or when it went live if that was on the day
 * of its date. A day begins at midnight in the publication's time zone.
 */
export function listedAt({ date, liveAt }: Pick<Article, 'date' | 'liveAt'>, timeZone: string): string | undefined {
  if (liveAt === undefined) return undefined
  const start = startOf(date, timeZone)
  if (liveAt === date) return start
  const isSameDay = calendarDay(date, timeZone) === calendarDay(liveAt, timeZone)
  return isSameDay || Date.parse(start) > Date.parse(liveAt) ? liveAt : start
}

/** Sorts live articles as pages list them, newest first, each once. */
export function newestByDate(articles: readonly Article[], timeZone: string): readonly Article[] {
  const unique = new Map(articles.map((article) => [article.id, article]))
  const places = [...unique.values()].map((article) => ({ article, order: pageOrder(article, timeZone) }))
  return places.sort((a, b) => (a.order < b.order ? 1 : -1)).map(({ article }) => article)
}

/** Moves the first article that is not retracted to the top, so that a retracted one never leads. */
export function withLead<T extends Pick<Article, 'status'>>(articles: readonly T[]): readonly T[] {
  const lead = articles.find(({ status }) => status !== 'retracted')
  return lead === undefined ? articles : [lead, ...articles.filter((article) => article !== lead)]
}

/** The summary of a listing that has live articles, as the overviews show it, or as it was when it last had some. */
export type KnownListing = {
  readonly listing: Listing
  readonly name: string
  /** Number of live articles that its documents show. */
  readonly count: number
  /** The newest `updatedAt` among them. */
  readonly updatedAt: string
}
