import type { Etags, ListingState } from '../../aws/articles/change-store.ts'
import type { OfferedTopicStore } from '../../aws/pages/offered-topic-store.ts'
import type { StaleListingStore } from '../../aws/pages/stale-listing-store.ts'
import type { Queue } from '../../aws/queue.ts'
import type { Article, FullArticle } from '../../core/articles/article.ts'
import { type Listing, newestByDate } from '../../core/articles/listing.ts'
import { isFeed, urlOf } from '../../core/feeds/addresses.ts'
import { listingsPerSweep, lostAfter, mustWait, overviewsListing, sweepDelay } from '../../core/feeds/burst.ts'
import { pingedHub } from '../../core/feeds/ping.ts'
import type { PingMessage, PublishMessage, SweepMessage } from '../../core/messages.ts'
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
import { type ClosedDocumentServices, publishUnwritten } from './publish-closed-documents.ts'
import { readFullArticles } from './read-full-articles.ts'

export type ListingServices = ClosedDocumentServices & {
  /** Undefined if publication.json has no hub. */
  readonly pings: Queue<PingMessage> | undefined
  readonly offeredTopics: Pick<OfferedTopicStore, 'put'>
  readonly staleListings: StaleListingStore
  readonly publish: Queue<PublishMessage>
}

/** A listing to bring up to date. */
export type ListingTask = { readonly listing: Listing; readonly isRetry: boolean }

/** A listing to build, and the number of its changes before it is read. Without ETags, its files are looked up. */
type Build = Pick<ListingState, 'changes' | 'etags'> & ListingTask & { readonly nextBusyUntil?: string }

type WriteOverviews = (services: ListingServices) => Promise<void>

/** Counts a change of a listing that is about to be built. */
export async function count({ listing, isRetry, etags }: Build, { changes }: ListingServices): Promise<Build> {
  return { listing, isRetry, ...(etags && { etags }), changes: await changes.add(listing) }
}

/** Brings listings up to date that a burst has made stale. Safe to repeat. */
export async function publishStale(tasks: readonly ListingTask[], services: ListingServices, now: Date): Promise<void> {
  const { changes, staleListings } = services
  const listings = [...new Set(tasks.map(({ listing }) => listing))]
  const isRetry = tasks.some((task) => task.isRetry)
  const waiting = await staleListings.filter(listings)
  await staleListings.remove(waiting) // before the listings are read: a later change adds them again
  const mustBuild = (listing: Listing) => listing !== 'publication' && (isRetry || waiting.includes(listing))
  const states = await Promise.all(
    listings
      .filter((listing) => listing !== overviewsListing)
      .map(async (listing) => ({
        ...{ listing, isRetry },
        ...(await changes.get(listing)),
      })),
  )
  const counted = states.filter(({ listing }) => mustBuild(listing)).map((state) => count(state, services))
  const behind = states.filter(({ listing, built, changes }) => !mustBuild(listing) && (built < changes || isRetry))
  const sweep = { now, mayHaveStopped: isRetry }
  await build([...(await Promise.all(counted)), ...behind], services, () =>
    leaveToSweep([overviewsListing], services, sweep),
  )
  if (listings.includes(overviewsListing)) await publishOverviews(services)
}

/** Writes all documents of listings again, because the templates may have changed. */
export async function republishListings(tasks: readonly ListingTask[], services: ListingServices): Promise<void> {
  const unique = [...new Map(tasks.map((task) => [task.listing, task])).values()]
  const states = await Promise.all(
    unique.map(async (task) => ({ ...task, ...(await services.changes.get(task.listing)) })),
  )
  await build(states, services, publishOverviews)
}

/** Queues the listings that a burst has made stale. If the burst goes on, it only brings the publication up to date. */
export async function sweepListings(message: SweepMessage, services: ListingServices, now: Date): Promise<void> {
  const { publish, staleListings } = services
  if (mustWait(message, await countSigns(services), now)) {
    await publishStale([{ listing: 'publication', isRetry: false }], services, now)
    // Counted again: the build has left the overviews to a sweep, which is no sign of a burst.
    return publish.add({ ...message, signs: await countSigns(services) }, sweepDelay)
  }
  if (message.after === undefined) await staleListings.endSweep() // before the listings are read
  const { listings, next } = await staleListings.list(message.after, listingsPerSweep)
  await publish.addAll(listings.map((listing) => ({ kind: 'stale', listing })))
  if (next !== undefined) await publish.add({ ...message, after: next })
}

type Sweep = {
  readonly now: Date
  /** Whether an attempt may have stopped after it recorded a sweep, and before it queued that. */
  readonly mayHaveStopped?: boolean
}

export async function leaveToSweep(
  listings: readonly Listing[],
  services: ListingServices,
  { now, mayHaveStopped = false }: Sweep,
): Promise<void> {
  const { publish, staleListings } = services
  await staleListings.add(listings)
  const since = now.toISOString()
  const lostBefore = new Date(now.getTime() - lostAfter).toISOString()
  if ((await staleListings.beginSweep(since, lostBefore)) || mayHaveStopped)
    await publish.add({ kind: 'sweep', signs: await countSigns(services), since }, sweepDelay)
}

/** Counts the signs of a burst: uploads that changed an article, and how often listings were left to a sweep. */
async function countSigns({ changes, staleListings }: ListingServices): Promise<number> {
  const [publication, deferrals] = await Promise.all([changes.get('publication'), staleListings.countDeferrals()])
  return publication.changes + deferrals
}

/**
 * Writes the documents of listings, then those that show all listings, and marks the listings built up to the changes that
 * were counted before. So many changes cost one build. A build that was overtaken is repeated.
 */
export async function build(
  builds: readonly Build[],
  services: ListingServices,
  writeOverviews: WriteOverviews,
): Promise<void> {
  if (builds.length === 0) return
  const { changes } = services
  const results = await Promise.allSettled(builds.map((each) => publishListing(each, services))) // none is left running
  const etags = results.map((result) => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
  await writeOverviews(services)
  const marks = await Promise.all(
    builds.map((each, index) => changes.markBuilt(each.listing, each.changes, etags[index], each.nextBusyUntil)),
  )
  const overtaken = builds.filter((_each, index) => marks[index] === 'overtaken')
  const again = overtaken.map(async ({ listing, isRetry }) => {
    const { changes: present } = await changes.get(listing)
    return { listing, isRetry, changes: present }
  })
  await build(await Promise.all(again), services, writeOverviews)
}

/**
 * Writes the documents of a listing, and then pings the hub for each feed that changed. If the first attempt stopped in
 * between, a retry changes no file; so it pings for all feeds of the listing.
 */
async function publishListing({ listing, changes, etags, isRetry }: Build, services: ListingServices): Promise<Etags> {
  const { site, files, pings } = services
  let feeds: readonly string[] = []
  const read = async () => {
    const built = await readListing(listing, changes, services)
    feeds = built.put.map(({ path }) => path).filter(isFeed)
    return built
  }
  const known = isRetry ? undefined : etags
  const { changed, etags: written } = await files.replace(listingPaths(site, listing), read, known)
  const pinged = pingedHub(site) === undefined ? [] : feeds.filter((path) => isRetry || changed.includes(path))
  await pings?.addAll(pinged.map((path) => ({ feedUrl: urlOf(site, path) })))
  return written
}

/** @param change the last change that the documents are sure to include */
async function readListing(listing: Listing, change: number, services: ListingServices): Promise<SiteChange> {
  const { site, articles, closedDocuments, changes } = services
  const isFeed = hasFeeds(listing)
  const { feedWindow } = site.publication
  const live = await articles.list(listing, isFeed ? feedWindow : undefined)
  const closed = isFeed ? await publishUnwritten(listing, live, services) : undefined
  await changes.putKnown(listing, change, summarize(site, listing, live))
  if (!closed) return buildListing(site, listing, live.map(withoutBody))
  const [former, late, full, dated] = await Promise.all([
    live.length === 0 ? changes.getKnown(listing) : undefined,
    closedDocuments.listLate(listing, closed).then((each) => readFullArticles(each, services)),
    readFullArticles(live, services),
    live.length < feedWindow ? [] : articles.listByDate(listing, feedWindow), // a short list has all articles already
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
