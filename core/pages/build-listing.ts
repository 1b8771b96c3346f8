import type { Article, FullArticle } from '../articles/article.ts'
import { isMonth, type KnownListing, type Listing } from '../articles/listing.ts'
import { type FeedPast, noPast } from '../feeds/feed.ts'
import { type ListingSummary, viewListing } from '../feeds/listing-view.ts'
import type { Site, SiteChange } from '../site.ts'
import { renderListing } from './render-listing.ts'
import { renderMonth } from './render-month.ts'
import { offeredTopicsOf, renderOverviews } from './render-overviews.ts'
import type { OfferedTopic } from './render-subscribe.ts'

/**
 * Returns whether a listing has feeds. A month has none, only a page that lists all its articles. Other listings have
 * feeds and a page of the newest articles.
 */
export function hasFeeds(listing: Listing): boolean {
  return !isMonth(listing)
}

/**
 * Renders the documents of a listing, and returns the paths of those that must be removed. A listing that lost its last
 * article keeps its page and its feeds (docs/decisions/0053).
 * @param articles in the order of feeds, newest first: all of a month, or the newest `feedWindow` of any other listing
 * @param byDate the newest `feedWindow` by their dates. Default: `articles`, sorted
 */
export function buildListing(
  site: Site,
  listing: Listing,
  articles: readonly FullArticle[],
  past: FeedPast = noPast,
  byDate?: readonly Article[],
): SiteChange {
  const view = viewListing(site.publication, listing, articles[0]?.article, past.former?.name)
  return view.kind === 'month'
    ? renderMonth(
        site,
        view,
        articles.map(({ article }) => article),
      )
    : renderListing(site, view, articles, past, byDate)
}

/** Returns the paths that `buildListing` may put or remove. They do not depend on the articles. */
export function listingPaths(site: Site, listing: Listing): readonly string[] {
  return pathsOf(buildListing(site, listing, []))
}

/** Returns the summary of a listing that the overviews show; undefined if the listing has no articles. */
export function summarize(site: Site, listing: Listing, articles: readonly Article[]): KnownListing | undefined {
  const [first] = articles
  if (!first) return undefined
  const { name } = viewListing(site.publication, listing, first)
  const [updatedAt = first.updatedAt] = articles
    .map((article) => article.updatedAt)
    .sort()
    .reverse()
  return { listing, name, count: articles.length, updatedAt }
}

export function buildOverviews(site: Site, listings: readonly KnownListing[]): SiteChange {
  return {
    put: renderOverviews(
      site,
      listings.map((listing) => toSummary(site, listing)),
    ),
    remove: [],
  }
}

/** Returns the topics that the subscribe form offers. */
export function listOffered(site: Site, listings: readonly KnownListing[]): readonly OfferedTopic[] {
  return offeredTopicsOf(
    site,
    listings.map((listing) => toSummary(site, listing)),
  )
}

export function overviewPaths(site: Site): readonly string[] {
  return pathsOf(buildOverviews(site, []))
}

function toSummary(site: Site, { listing, name, count, updatedAt }: KnownListing): ListingSummary {
  return { listing: { ...viewListing(site.publication, listing), name }, count, updatedAt }
}

function pathsOf({ put, remove }: SiteChange): readonly string[] {
  return [...put.map((document) => document.path), ...remove]
}
