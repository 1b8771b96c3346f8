import type { OfferedTopicStore } from '../../aws/pages/offered-topic-store.ts'
import type { Queue } from '../../aws/queue.ts'
import type { Article, FullArticle } from '../../core/articles/article.ts'
import { type Listing, newestByDate } from '../../core/articles/listing.ts'
import { isFeed, urlOf } from '../../core/feeds/addresses.ts'
import { pingedHub } from '../../core/feeds/ping.ts'
import type { PingMessage } from '../../core/messages.ts'
import {
  buildListing,
  buildOverviews,
  hasFeeds,
  listingPaths,
  listOffered,
  overviewPaths,
  summarize,
} from '../../core/pages/build-listing.ts'
import type { SiteChange } from '../../core/site.ts'
import { type ClosedDocumentServices, publishUnwritten, updateClosedDocuments } from './publish-closed-documents.ts'
import { readFullArticles } from './read-full-articles.ts'

export type ListingServices = ClosedDocumentServices & {
  /** Undefined if publication.json has no hub. */
  readonly pings: Queue<PingMessage> | undefined
  readonly offeredTopics: Pick<OfferedTopicStore, 'put'>
}

/** A listing to rebuild, and the number of a change that the rebuild must include. */
type ListingChange = { readonly listing: Listing; readonly change: number }

/** Updates the closed documents of the feeds that an article changes, and then all documents that show its listings. */
export async function publishListings(
  articleId: string,
  listingChanges: readonly ListingChange[],
  services: ListingServices,
  isRetry: boolean,
): Promise<void> {
  const feeds = listingChanges.map(({ listing }) => listing).filter(hasFeeds)
  const outdated = await updateClosedDocuments(articleId, feeds, services)
  await rebuild(listingChanges, services, (listing) => isRetry || outdated.has(listing), isRetry)
}

/** Writes all documents of a listing again, because the templates may have changed. */
export async function republishListing(listing: Listing, services: ListingServices, isRetry: boolean): Promise<void> {
  await rebuild([{ listing, change: 0 }], services, () => true, isRetry)
}

/**
 * Rebuilds the listings whose documents do not include their change yet. A rebuild marks the listing built up to change
 * N, so many changes cost one rebuild. On a retry the mark proves nothing, so the listing is built anyway: the first
 * attempt may have overwritten newer documents with older ones, and have stopped before it detected that.
 */
async function rebuild(
  listingChanges: readonly ListingChange[],
  services: ListingServices,
  mustBuild: (listing: Listing) => boolean,
  isRetry: boolean,
): Promise<void> {
  const { changes } = services
  const states = await Promise.all(
    listingChanges.map(async (each) => ({ ...each, ...(await changes.get(each.listing)) })),
  )
  const stale = states.filter(({ listing, built, change }) => built < change || mustBuild(listing))
  if (stale.length === 0) return
  for (const each of stale) await publishListing(each.listing, each.changes, services, isRetry)
  await publishOverviews(services)
  const marks = await Promise.all(stale.map((each) => changes.markBuilt(each.listing, each.changes)))
  const overtaken = stale.filter((_each, index) => marks[index] === 'overtaken')
  await rebuild(overtaken, services, () => true, false)
}

/**
 * Writes the documents of a listing, and then pings the hub for each feed that changed. If the first attempt stopped in
 * between, a retry changes no file; so it pings for all feeds of the listing.
 */
async function publishListing(
  listing: Listing,
  change: number,
  services: ListingServices,
  isRetry: boolean,
): Promise<void> {
  const { site, files, pings } = services
  let feeds: readonly string[] = []
  const changed = await files.replace(listingPaths(site, listing), async () => {
    const built = await readListing(listing, change, services)
    feeds = built.put.map(({ path }) => path).filter(isFeed)
    return built
  })
  const pinged = pingedHub(site) === undefined ? [] : feeds.filter((path) => isRetry || changed.includes(path))
  await pings?.addAll(pinged.map((path) => ({ feedUrl: urlOf(site, path) })))
}

/** @param change the last change that the documents are sure to include */
async function readListing(listing: Listing, change: number, services: ListingServices): Promise<SiteChange> {
  const { site, articles, closedDocuments, changes } = services
  const isFeed = hasFeeds(listing)
  const closed = isFeed ? await publishUnwritten(listing, services) : undefined
  const { feedWindow } = site.publication
  const live = await articles.list(listing, isFeed ? feedWindow : undefined)
  await changes.putKnown(listing, change, summarize(site, listing, live))
  if (!closed) return buildListing(site, listing, live.map(withoutBody))
  const [former, late, full, dated] = await Promise.all([
    live.length === 0 ? changes.getKnown(listing) : undefined,
    closedDocuments.listLate(listing, closed).then((each) => readFullArticles(each, services)),
    readFullArticles(live, services),
    articles.listByDate(listing, feedWindow),
  ])
  // Articles that a former version stored are in the order of the feed only, until their uploads have been read again.
  const byDate = newestByDate([...dated, ...live], site.publication.timeZone).slice(0, feedWindow)
  return buildListing(site, listing, full, { ...closed, late, former }, byDate)
}

/** A month page does not show the bodies of its articles. */
function withoutBody(article: Article): FullArticle {
  return { article, body: { page: '', feed: '', email: '', text: '' } }
}

/** Writes the documents that depend on which listings exist. */
export async function publishOverviews({ site, changes, files, offeredTopics }: ListingServices): Promise<void> {
  await files.replace(overviewPaths(site), async () => {
    const known = await changes.listKnown()
    await offeredTopics.put(listOffered(site, known))
    return buildOverviews(site, known)
  })
}
