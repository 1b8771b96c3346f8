import type { FullArticle } from '../articles/article.ts'
import type { KnownListing } from '../articles/listing.ts'
import type { Site } from '../site.ts'
import { closedDocumentFolder, type FeedFormat, feedFiles, listingFolder, urlOf } from './addresses.ts'
import { composeEntries, type FeedEntry } from './feed-entry.ts'
import { feedStylesheet } from './feed-stylesheet.ts'
import type { ListingView } from './listing-view.ts'

/** A document of a listing's feed, independent of the format. */
export type Feed = {
  /** A `tag:` URI. It stays the same when the site moves. */
  readonly id: string
  readonly title: string
  readonly description: string
  /** BCP 47. */
  readonly language: string
  readonly author: string
  readonly homeUrl: string
  readonly selfUrls: FeedUrls
  readonly styleUrl: string
  /** A small icon, for lists of feeds. */
  readonly faviconUrl: string
  /** A large icon, if publication.json has one. */
  readonly iconUrl: string | undefined
  /** The WebSub hub. */
  readonly hubUrl: string | undefined
  /** When one of its articles last changed. */
  readonly updated: string
  /** Newest first. */
  readonly entries: readonly FeedEntry[]
  /**
   * `complete`: the document contains all articles. `newest`: older articles are in closed documents. `archive`: this is
   * a closed document.
   */
  readonly extent: 'complete' | 'newest' | 'archive'
  /** The closed document with the next older articles. */
  readonly previousUrls: FeedUrls | undefined
  /** The feed that readers subscribe to, if this is a closed document. */
  readonly currentUrls: FeedUrls | undefined
  readonly withdrawn: readonly Withdrawal[]
}

export type FeedUrls = Readonly<Record<FeedFormat, string>>

/** A withdrawn article. */
export type Withdrawal = { readonly guid: string; readonly at: string }

/** The part of a listing that is older than its newest articles: closed documents, withdrawals and late articles. */
export type FeedPast = {
  /** Number of closed documents. They are numbered from 1. */
  readonly documents: number
  /** The latest withdrawals, newest first. */
  readonly withdrawn: readonly Withdrawal[]
  /** Older articles that were added or corrected after the documents of their time were closed, oldest first. */
  readonly late: readonly FullArticle[]
  /** The listing's summary when it last had articles. Only needed if it has none now. */
  readonly former?: KnownListing | undefined
}

export const noPast: FeedPast = { documents: 0, withdrawn: [], late: [] }

/**
 * Composes the feed that readers subscribe to.
 * @param newest the newest `feedWindow` articles of the listing, newest first
 */
export function composeFeed(site: Site, listing: ListingView, newest: readonly FullArticle[], past: FeedPast): Feed {
  const folder = listingFolder(listing)
  const late = past.late.filter(({ article }) => !newest.some((each) => each.article.id === article.id))
  const articles = [...newest.slice(0, site.publication.feedWindow - late.length), ...late.toReversed()]
  return {
    ...describeListing(site, listing, articles),
    ...(articles.length === 0 && { updated: emptySince(site, past) }),
    selfUrls: feedUrls(site, folder),
    extent: past.documents === 0 ? 'complete' : 'newest',
    previousUrls: closedDocumentUrls(site, folder, past.documents),
    currentUrls: undefined,
    withdrawn: past.withdrawn,
  }
}

/** Composes a closed document of the feed. @param number counts from 1, the oldest */
export function composeClosedDocument(
  site: Site,
  listing: ListingView,
  number: number,
  articles: readonly FullArticle[],
): Feed {
  const folder = listingFolder(listing)
  return {
    ...describeListing(site, listing, articles),
    selfUrls: feedUrls(site, closedDocumentFolder(folder, number)),
    extent: 'archive',
    previousUrls: closedDocumentUrls(site, folder, number - 1),
    currentUrls: feedUrls(site, folder),
    withdrawn: [],
  }
}

function describeListing(site: Site, listing: ListingView, articles: readonly FullArticle[]) {
  const { publication } = site
  return {
    id: `tag:${publication.tag}:feeds/${listing.listing}`,
    title: listing.kind === 'publication' ? publication.title : `${listing.name} – ${publication.title}`,
    description: publication.description,
    language: publication.language,
    author: publication.sender.name,
    homeUrl: urlOf(site, listingFolder(listing)),
    styleUrl: urlOf(site, feedStylesheet(publication).path),
    faviconUrl: urlOf(site, 'icon.svg'),
    iconUrl: publication.icon,
    hubUrl: publication.hub,
    updated: articles.map(({ article }) => article.updatedAt).reduce(later, yearOfTag(publication.tag)),
    entries: composeEntries(site, articles),
  }
}

function closedDocumentUrls(site: Site, folder: string, number: number): FeedUrls | undefined {
  return number > 0 ? feedUrls(site, closedDocumentFolder(folder, number)) : undefined
}

function feedUrls(site: Site, folder: string): FeedUrls {
  return {
    rss: urlOf(site, folder + feedFiles.rss),
    atom: urlOf(site, folder + feedFiles.atom),
    json: urlOf(site, folder + feedFiles.json),
  }
}

/** Returns when an empty feed last changed, as far as it is known: an article was corrected or withdrawn. */
function emptySince({ publication }: Site, { withdrawn, former }: FeedPast): string {
  const changes = [...withdrawn.map(({ at }) => at), ...(former ? [former.updatedAt] : [])]
  return changes.reduce(later, yearOfTag(publication.tag))
}

/**
 * Returns the start of the year in the publication's tag. Atom requires a date even for an empty feed, and it must not
 * depend on the clock.
 */
function yearOfTag(tag: string): string {
  return `${tag.split(',')[1]?.slice(0, 4)}-01-01T00:00:00.000Z`
}

function later(one: string, other: string): string {
  return one > other ? one : other
}
