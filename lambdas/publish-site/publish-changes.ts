import type { Listing } from '../../core/articles/listing.ts'
import { countBuild, isBurst } from '../../core/feeds/burst.ts'
import { hasFeeds } from '../../core/pages/build-listing.ts'
import { type ArticleServices, publishArticle } from './publish-article.ts'
import { updateClosedDocuments } from './publish-closed-documents.ts'
import { build, count, type ListingServices, leaveToSweep, publishOverviews } from './publish-listings.ts'

export type ChangeServices = ArticleServices & ListingServices

/** A listing to rebuild, and the number of a change that the rebuild must include, if the change has been counted. */
type ListingChange = { readonly listing: Listing; readonly change?: number }

/** A change of an upload's article. On a retry, nothing is known of how far the first attempt got. */
export type ArticleChange = {
  readonly recordId: string
  /** Whether no page is expected yet. */
  readonly isNew: boolean
  readonly listings: readonly ListingChange[]
  readonly isRetry: boolean
}

/** The listing whose builds show whether many articles change. */
const publication = 'publication'

/**
 * Writes the pages of articles, and updates the closed documents of the feeds that they change. Then writes all documents
 * that show their listings. If the changes are many, a sweep does so when they calm down.
 */
export async function publishChanges(
  changes: readonly ArticleChange[],
  services: ChangeServices,
  now: Date,
): Promise<void> {
  const changed = await publishArticles(changes, services)
  if (changed.length === 0) return
  const [{ changes: present, built, busyUntil }, isSweeping, states] = await Promise.all([
    services.changes.get(publication),
    services.staleListings.isSweeping(),
    Promise.all(changed.map(async (each) => ({ ...each, ...(await services.changes.get(each.listing)) }))),
  ])
  // On a retry the mark proves nothing: the first attempt may have overwritten newer documents with older ones, and have
  // stopped before it detected that.
  const stale = states.filter((each) => each.built < each.change || each.isRetry)
  const isDeferred = isBurst({ changes: present, built, ...(busyUntil && { busyUntil }) }, isSweeping, now)
  const deferred = isDeferred ? stale.filter(({ isRetry }) => !isRetry) : []
  const mayHaveStopped = isSweeping && stale.some(({ isRetry }) => isRetry)
  if (deferred.length > 0 || mayHaveStopped) {
    const listings = deferred.map(({ listing }) => listing)
    await leaveToSweep(listings, services, { now, mayHaveStopped })
  }
  const builds = stale
    .filter((each) => !deferred.includes(each))
    .map(async (each) => {
      const counted = Number.isFinite(each.change) ? each : await count(each, services)
      return each.listing === publication ? { ...counted, nextBusyUntil: countBuild(busyUntil, now) } : counted
    })
  await build(await Promise.all(builds), services, publishOverviews)
}

/**
 * Writes the pages of articles, and updates the closed documents of their listings. Returns the listings, each with the last
 * change that its documents must include: infinity if it has not been counted.
 */
async function publishArticles(changes: readonly ArticleChange[], services: ChangeServices) {
  const pages = changes.map(({ recordId, isNew }) => publishArticle(recordId, services, isNew))
  const results = await Promise.allSettled(pages) // none is left running
  const published = results.map((result) => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
  const touched = published.flatMap(({ articleId }, index) => {
    const { listings = [], isRetry = false } = changes[index] ?? {}
    return listings.map((each) => ({ ...each, articleId, isRetry }))
  })
  const byListing = Map.groupBy(touched, ({ listing }) => listing)
  const rechecks = published.map(({ recheck }) => recheck()) // which reads together with the others
  const updates = [...byListing].map(async ([listing, each]) => {
    const ids = [...new Set(each.map(({ articleId }) => articleId))]
    const isOutdated = hasFeeds(listing) && (await updateClosedDocuments(ids, listing, services))
    const change = Math.max(...each.map((one) => one.change ?? Number.POSITIVE_INFINITY))
    const isRetry = each.some((one) => one.isRetry)
    return {
      listing,
      isRetry,
      change: isOutdated && Number.isFinite(change) ? await services.changes.add(listing) : change,
    }
  })
  const [updated] = await Promise.all([Promise.all(updates), Promise.all(rechecks)])
  return updated
}
