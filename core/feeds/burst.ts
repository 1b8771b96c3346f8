import type { SweepMessage } from '../messages.ts'

// While many articles change, their listings are rebuilt together by a sweep (docs/decisions/0093).

/** Changes of the publication that may wait to be built before listings are left to a sweep. */
const mostWaiting = 20

/** Seconds between a look at a burst and the next. SQS delays messages by whole seconds. */
export const sweepDelay = 2

/** Milliseconds in which the feeds of the publication are built once while articles keep changing. */
const buildPace = sweepDelay * 1000

/** Milliseconds that builds may be ahead of their pace: five articles in a row are published at once. */
const mostAhead = 5 * buildPace

/** Milliseconds after which listings are rebuilt although the burst goes on. */
const longestBurst = 60_000

/** Milliseconds after which a sweep that should have ended counts as lost. */
export const lostAfter = 5 * longestBurst

/** Listings that a sweep queues at a time. */
export const listingsPerSweep = 1000

/** Stands for the documents that show all listings, among the stale listings. */
export const overviewsListing = '/overviews'

/** How far the feeds of the publication are built, and until when their builds so far would take at the pace of a burst. */
type Progress = { readonly changes: number; readonly built: number; readonly busyUntil?: string }

/**
 * Returns whether listings are left to a sweep: if one is queued, if the feeds are many changes behind, or if they were built
 * so often in the last seconds that more changes are likely to follow.
 */
export function isBurst({ changes, built, busyUntil }: Progress, isSweeping: boolean, now: Date): boolean {
  return isSweeping || changes - built > mostWaiting || aheadOf(busyUntil, now) > mostAhead - buildPace
}

/** Counts a build of the publication's feeds that did not wait for a sweep. Returns the new `busyUntil`. */
export function countBuild(busyUntil: string | undefined, now: Date): string {
  return new Date(now.getTime() + aheadOf(busyUntil, now) + buildPace).toISOString()
}

/** Returns by how many milliseconds builds are ahead of their pace. An instant further away is that of another clock. */
function aheadOf(busyUntil: string | undefined, now: Date): number {
  const ahead = busyUntil === undefined ? 0 : Date.parse(busyUntil) - now.getTime()
  return ahead > 0 && ahead <= mostAhead + longestBurst ? ahead : 0
}

/**
 * Returns whether a sweep has to wait, because articles still change and no listing is stale for too long.
 * @param present the signs of a burst by now
 */
export function mustWait({ signs, since, after }: SweepMessage, present: number, now: Date): boolean {
  return after === undefined && present > signs && now.getTime() - Date.parse(since) < longestBurst
}
