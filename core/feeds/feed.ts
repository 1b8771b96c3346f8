import type { Article, FullArticle } from '../articles/article.ts'
import type { Site } from '../site.ts'
import { articleFolder, type FeedFormat, feedFiles, listingFolder, urlOf } from './addresses.ts'
import type { ListingView } from './listing-view.ts'

/** A listing's feed, whatever the format. */
export type Feed = {
  /** A `tag:` URI, which stays when the site moves. */
  readonly id: string
  readonly title: string
  readonly description: string
  /** BCP 47. */
  readonly language: string
  readonly author: string
  readonly homeUrl: string
  readonly selfUrls: Readonly<Record<FeedFormat, string>>
  /** When the newest change of its articles was made. */
  readonly updated: string
  /** Newest first. */
  readonly entries: readonly FeedEntry[]
}

export type FeedEntry = {
  readonly article: Article
  readonly url: string
  /** HTML. */
  readonly content: string
}

export function composeFeed(site: Site, listing: ListingView, articles: readonly FullArticle[]): Feed {
  const { publication } = site
  const folder = listingFolder(listing)
  return {
    id: `tag:${publication.tag}:feeds/${listing.listing}`,
    title: listing.kind === 'publication' ? publication.title : `${listing.name} – ${publication.title}`,
    description: publication.description,
    language: publication.language,
    author: publication.sender.name,
    homeUrl: urlOf(site, folder),
    selfUrls: {
      rss: urlOf(site, folder + feedFiles.rss),
      atom: urlOf(site, folder + feedFiles.atom),
      json: urlOf(site, folder + feedFiles.json),
    },
    updated: articles.map(({ article }) => article.updatedAt).reduce(later, coinedAt(publication.tag)),
    entries: articles.map((full) => composeEntry(site, full)),
  }
}

function composeEntry(site: Site, { article, body }: FullArticle): FeedEntry {
  // No format has a direction of its own.
  const content = article.direction === 'rtl' ? `<div dir="rtl">${body.feed}</div>` : body.feed
  return { article, url: urlOf(site, articleFolder(article.slug)), content }
}

/** The year of the publication's tag: Atom wants a date of an empty feed too, and it must not be the clock's. */
function coinedAt(tag: string): string {
  return `${tag.split(',')[1]?.slice(0, 4)}-01-01T00:00:00.000Z`
}

function later(one: string, other: string): string {
  return one > other ? one : other
}
