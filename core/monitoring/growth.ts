import type { Departure, Subscriber, SubscriberState } from '../subscribers/subscriber.ts'

/** The parts of a subscriber that the census counts. */
export type Counted = Pick<
  Subscriber,
  'state' | 'digest' | 'createdAt' | 'confirmedAt' | 'unsubscribedAt' | 'permission' | 'unsubscribedBy'
>

/** A row that the census counts: a subscriber, a departure, or the reason of a suppression. */
export type CensusRow =
  | { readonly subscriber: Counted }
  | { readonly departure: Pick<Departure, 'reason' | 'by' | 'at'> }
  | { readonly suppressed: string }

/** People who joined and left in a week, which begins on Monday (UTC). */
export type WeekOfGrowth = { readonly monday: string; joined: number; left: number }

/** How many people there are, by state, and how that has changed. */
export type Census = {
  readonly states: Record<SubscriberState, number>
  /** Confirmed readers of each digest. */
  readonly digests: Map<string, number>
  /** Addresses that must not be mailed. */
  suppressed: number
  /** Asked whether they still want the mails, without an answer so far; and those who never answered. */
  asked: number
  lapsed: number
  readonly weeks: Map<string, WeekOfGrowth>
}

export function newCensus(): Census {
  const states = { confirmed: 0, pending: 0, unsubscribed: 0 }
  return { states, digests: new Map(), suppressed: 0, asked: 0, lapsed: 0, weeks: new Map() }
}

/**
 * Adds a row to a census, which it changes. A person joins when they confirm, and leaves when they unsubscribe or are
 * erased. Erasing deletes when somebody joined, so that week then counts one person less.
 */
export function countRow(census: Census, row: CensusRow): void {
  if ('suppressed' in row) census.suppressed += 1
  else if ('departure' in row) {
    const { reason, by, at } = row.departure
    if (reason === 'erased' && by !== 'import' && at !== undefined) weekOf(census, at).left += 1
  } else countSubscriber(census, row.subscriber)
}

function countSubscriber(census: Census, subscriber: Counted): void {
  const { state, digest, confirmedAt, unsubscribedAt, permission, unsubscribedBy } = subscriber
  census.states[state] += 1
  if (state === 'confirmed') census.digests.set(digest, (census.digests.get(digest) ?? 0) + 1)
  if (confirmedAt !== undefined) weekOf(census, confirmedAt).joined += 1
  if (unsubscribedAt !== undefined && state !== 'confirmed') weekOf(census, unsubscribedAt).left += 1
  if (permission) census.asked += 1
  if (unsubscribedBy === 'lapse') census.lapsed += 1
}

function weekOf({ weeks }: Census, at: string): WeekOfGrowth {
  const monday = mondayOf(at)
  const week = weeks.get(monday) ?? { monday, joined: 0, left: 0 }
  weeks.set(monday, week)
  return week
}

const day = 86_400_000 // milliseconds

/** Returns the Monday of a week (UTC), such as `2026-03-02`. */
export function mondayOf(at: string): string {
  const time = Date.parse(at)
  const weekday = (new Date(time).getUTCDay() + 6) % 7
  return new Date(time - weekday * day).toISOString().slice(0, 10)
}

/** Returns the last weeks, oldest first, including those in which nothing happened. */
export function lastWeeks({ weeks }: Pick<Census, 'weeks'>, now: Date, count: number): readonly WeekOfGrowth[] {
  return Array.from({ length: count }, (_, index) => {
    const monday = mondayOf(new Date(now.getTime() - (count - 1 - index) * 7 * day).toISOString())
    return weeks.get(monday) ?? { monday, joined: 0, left: 0 }
  })
}
