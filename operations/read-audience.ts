import type { FeedReaders } from '../core/audience/count-readers.ts'
import { type AudienceWeek, mondayOf, newestReaders, shiftDay, sumUpWeeks } from '../core/audience/weekly-audience.ts'
import { feedFiles } from '../core/feeds/addresses.ts'
import type { Stack } from './stack.ts'

export type FeedAudience = {
  /** `topics/asia/feed.xml` */
  readonly path: string
  readonly url: string
  /** On the newest day that was counted. */
  readonly newest: FeedReaders | undefined
  readonly weeks: readonly AudienceWeek[]
}

/** `counted` is false if publication.json does not ask for it. There may be figures from before. */
export type Audience = {
  readonly counted: boolean
  readonly newestDay: string | undefined
  readonly feeds: readonly FeedAudience[]
}

/** Weeks that are read, with the current one. */
const shownWeeks = 12

/** Reads how many people read each feed per week: the publication's feeds first, then others by their readers. */
export async function readAudience({ site, audience }: Pick<Stack, 'site' | 'audience'>, now: Date): Promise<Audience> {
  const from = shiftDay(mondayOf(now.toISOString().slice(0, 10)), -7 * (shownWeeks - 1))
  const days = await audience.list(from)
  const own: readonly string[] = Object.values(feedFiles)
  const paths = new Set([...own, ...days.flatMap(({ feeds }) => Object.keys(feeds))])
  const feeds = [...paths].map((path): FeedAudience => {
    const weeks = sumUpWeeks(days, path)
    return { path, url: `${site.url}/${encodeURI(path)}`, newest: newestReaders(days, path), weeks }
  })
  const others = feeds.slice(own.length).toSorted((one, other) => newestWeek(other) - newestWeek(one))
  return {
    counted: site.publication.feedAudience,
    newestDay: days.at(-1)?.day,
    feeds: [...feeds.slice(0, own.length), ...others],
  }
}

function newestWeek({ weeks }: FeedAudience): number {
  return weeks.at(-1)?.readers ?? 0
}
