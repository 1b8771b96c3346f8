import { feedFiles } from '../core/feeds/addresses.ts'
import { type CheckedFeed, checkFeed } from '../core/feeds/check-feed.ts'
import { type FeedAudience, readAudience } from './read-audience.ts'
import type { Stack } from './stack.ts'

export type FeedReport = {
  readonly path: string
  readonly url: string
  /** Bytes; 0 if the feed could not be read. */
  readonly size: number
  readonly check: CheckedFeed
  readonly audience: FeedAudience | undefined
}

export type FeedsReport = { readonly counted: boolean; readonly feeds: readonly FeedReport[]; readonly leftOut: number }

/** Topics and authors whose feeds are read, and feeds that are read at a time. */
const mostListings = 10
const concurrency = 6
/** Milliseconds. */
const timeout = 10_000

/** Reads and checks the feeds of the publication, and of the topics and authors with the most articles. */
export async function readFeeds(stack: Pick<Stack, 'site' | 'audience' | 'changes'>, now: Date): Promise<FeedsReport> {
  const [audience, known] = await Promise.all([readAudience(stack, now), stack.changes.listKnown()])
  const listings = known.filter(({ listing }) => /^(?:topic|author)\//.test(listing))
  const chosen = listings.toSorted((one, other) => other.count - one.count).slice(0, mostListings)
  const folders = ['', ...chosen.map(({ listing }) => `${listing.replace('/', 's/')}/`)]
  const waiting = folders.flatMap((folder) => Object.values(feedFiles).map((file) => folder + file)).entries()
  const feeds: FeedReport[] = []
  const read = async () => {
    for (const [at, path] of waiting) {
      const url = `${stack.site.url}/${encodeURI(path)}`
      feeds[at] = { path, url, ...(await readFeed(url)), audience: audience.feeds.find((each) => each.path === path) }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, read))
  return { counted: audience.counted, feeds, leftOut: listings.length - chosen.length }
}

async function readFeed(url: string): Promise<Pick<FeedReport, 'size' | 'check'>> {
  const failed = (problem: string) => ({ size: 0, check: { problems: [problem], items: 0, newest: undefined } })
  try {
    // The counting of readers leaves this program out.
    const headers = { 'user-agent': 'postrider console' }
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(timeout) })
    const text = await response.text()
    if (response.status !== 200) return failed(`The site answers ${response.status}.`)
    return { size: Buffer.byteLength(text), check: checkFeed(text) }
  } catch (error) {
    return failed(`The site cannot be reached: ${error instanceof Error ? error.message : error}.`)
  }
}
