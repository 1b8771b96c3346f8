import type { SweepMessage } from '../messages.ts'

// While many articles change, their listings are rebuilt together by a sweep (docs/decisions/0093).

/** Changes of the publication that may wait to be built before listings are left to a sweep. */
const mostWaiting = 20

/** Seconds between a look at a burst and the next. SQS delays messages by whole seconds. */
export const sweepDelay = 2

/** Milliseconds after which listings are rebuilt although the burst goes on. */
const longestBurst = 60_000

/** Milliseconds after which a sweep that should have ended counts as lost. */
export const lostAfter = 5 * longestBurst

/** Listings that a sweep queues at a time. */
export const listingsPerSweep = 1000

/** Stands for the documents that show all listings, among the stale listings. */
export const overviewsListing = '/overviews'

/** Returns whether listings are left to a sweep: if one is queued, or if the feeds are many changes behind. */
export function isBurst(
  publication: { readonly changes: number; readonly built: number },
  isSweeping: boolean,
): boolean {
  return isSweeping || publication.changes - publication.built > mostWaiting
}

/** Returns whether a sweep has to wait, because articles still change and no listing is stale for too long. */
export function mustWait({ changes, since, after }: SweepMessage, present: number, now: Date): boolean {
  return after === undefined && present > changes && now.getTime() - Date.parse(since) < longestBurst
}
