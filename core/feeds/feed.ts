import type { FullArticle } from '../articles/article.ts'
import type { Site } from '../site.ts'
import { closedDocumentFolder, type FeedFormat, feedFiles, listingFolder, urlOf } from './addresses.ts'
import { composeEntries, type FeedEntry } from './feed-entry.ts'
import { feedStylesheet } from './feed-stylesheet.ts'
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
  readonly selfUrls: FeedUrls
  readonly styleUrl: string
  /** A small one, for lists of feeds. */
  readonly faviconUrl: string
  /** A large one, if publication.json has it. */
  readonly iconUrl: string | undefined
  /** Of the WebSub hub. */
  readonly hubUrl: string | undefined
  /** When the newest change of its articles was made. */
  readonly updated: string
  /** Newest first. */
  readonly entries: readonly FeedEntry[]
  /** Which of the listing's documents it is (RFC 5005): all there is, the newest of more, or a closed one. */
  readonly extent: 'complete' | 'newest' | 'archive'
  /** The closed document before it. */
  readonly previousUrls: FeedUrls | undefined
  /** The document that readers subscribe to, if it is another one. */
  readonly currentUrls: FeedUrls | undefined
  readonly withdrawn: readonly Withdrawal[]
}

export type FeedUrls = Readonly<Record<FeedFormat, string>>

/** An article that is gone. */
export type Withdrawal = { readonly guid: string; readonly at: string }

/** What readers are told of the past of a listing. */
export type FeedPast = {
  /** Closed documents, numbered from 1. */
  readonly documents: number
  /** The latest, newest first. */
  readonly withdrawn: readonly Withdrawal[]
  /** Older articles that came or were corrected after the document of their time was closed, oldest first. */
  readonly late: readonly FullArticle[]
}

export const noPast: FeedPast = { documents: 0, withdrawn: [], late: [] }

/** The feed to subscribe to. @param newest the newest `feedWindow` articles of the listing, newest first */
export function composeFeed(site: Site, listing: ListingView, newest: readonly FullArticle[], past: FeedPast): Feed {
  const folder = listingFolder(listing)
  const late = past.late.filter(({ article }) => !newest.some((each) => each.article.id === article.id))
  const articles = [...newest.slice(0, site.publication.feedWindow - late.length), ...late.toReversed()]
  return {
    ...describeListing(site, listing, articles),
    selfUrls: feedUrls(site, folder),
    extent: past.documents === 0 ? 'complete' : 'newest',
    previousUrls: closedDocumentUrls(site, folder, past.documents),
    currentUrls: undefined,
    withdrawn: past.withdrawn,
  }
}

/** A closed document of the feed. @param number counts from 1, the oldest */
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
    updated: articles.map(({ article }) => article.updatedAt).reduce(later, coinedAt(publication.tag)),
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

/** The year of the publication's tag: Atom wants a date of an empty feed too, and it must not be the clock's. */
function coinedAt(tag: string): string {
  return `${tag.split(',')[1]?.slice(0, 4)}-01-01T00:00:00.000Z`
}

function later(one: string, other: string): string {
  return one > other ? one : other
}
