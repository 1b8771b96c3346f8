import { isFeed } from '../feeds/addresses.ts'
import type { AccessRecord } from './access-log.ts'
import { readAgent } from './read-agent.ts'

/** How many people read a feed on a day: through services, by name, and with programs of their own. */
export type FeedReaders = { readonly services: Readonly<Record<string, number>>; readonly readers: number }

/** By the path of the feed: `feed.xml`, `topics/asia/atom.xml`. */
export type DayAudience = Readonly<Record<string, FeedReaders>>

/** Bytes of a day's counts, so that they fit into one item of a table. The most read feeds are kept. */
const largestDay = 300_000
/** Paths that are counted while a log is read. Requests for others are requests for files that do not exist. */
const mostPaths = 20_000

type Tally = {
  /** The newest number of each service, by its identity. */
  readonly services: Map<string, { readonly name: string; readonly subscribers: number }>
  readonly readers: Set<string>
  /** Visitors that were seen once with a program that may be a browser. */
  readonly once: Set<string>
}

/**
 * Creates a counter of the readers of one day. A service counts once for each feed, with its newest number. Another
 * program counts once for each address: if it is a known reader, or if it asks again, which browsers do not.
 * @param hash makes a mark of an address and a program, which nothing outside of this count can recognize
 */
export function createAudienceCounter(day: string, hash: (text: string) => string) {
  const tallies = new Map<string, Tally>()

  function add(record: AccessRecord): void {
    const { status, method } = record
    if (record.day !== day || method !== 'GET' || (status !== 200 && status !== 304 && status !== 206)) return
    const path = feedPath(record.path)
    const agent = path === undefined ? undefined : readAgent(record.agent)
    if (path === undefined || agent === undefined || agent.kind === 'bot') return
    const tally = tallies.get(path) ?? { services: new Map(), readers: new Set(), once: new Set() }
    if (!tallies.has(path) && tallies.size >= mostPaths) return
    tallies.set(path, tally)
    if (agent.kind === 'aggregator') {
      tally.services.set(agent.identity, { name: agent.name, subscribers: agent.subscribers })
      return
    }
    const mark = hash(`${record.address}\n${record.agent}`)
    if (agent.kind === 'reader' || status === 304 || tally.once.has(mark)) tally.readers.add(mark)
    else tally.once.add(mark)
  }

  function result(): DayAudience {
    const feeds = [...tallies].map(([path, { services, readers }]) => {
      const byName: Record<string, number> = {}
      for (const { name, subscribers } of services.values()) byName[name] = (byName[name] ?? 0) + subscribers
      return [path, { services: byName, readers: readers.size }] as const
    })
    const read = feeds.filter(([, each]) => sumReaders(each) > 0)
    let size = 0
    const most = read
      .toSorted(([, one], [, other]) => sumReaders(other) - sumReaders(one))
      .filter((feed) => {
        size += Buffer.byteLength(JSON.stringify(feed))
        return size <= largestDay
      })
    return Object.fromEntries(most)
  }

  return { add, result }
}

/** Returns the path of a feed without the ending of its compressed form; undefined for other paths. */
function feedPath(path: string): string | undefined {
  const plain = decode(path).replace(/^\/+/, '').replace(/\.gz$/, '')
  // Readers fetch each closed document once, when they page back.
  return isFeed(plain) && /^(?:(?:topics|authors)\/[^/]+\/)?[^/]+$/.test(plain) ? plain : undefined
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Returns how many people read a feed. */
export function sumReaders({ services, readers }: FeedReaders): number {
  return Object.values(services).reduce((sum, count) => sum + count, readers)
}
