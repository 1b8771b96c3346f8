import { type DayAudience, type FeedReaders, sumReaders } from './count-readers.ts'

/** The audience of all feeds on a day, such as `2026-11-30`. */
export type AudienceDay = { readonly day: string; readonly feeds: DayAudience }

/** `week` is its Monday. `readers` is the mean of the days that were counted, `days`. */
export type AudienceWeek = { readonly week: string; readonly readers: number; readonly days: number }

/** Sums up the audience of a feed by weeks, oldest first. Weeks without a counted day are left out. */
export function sumUpWeeks(days: readonly AudienceDay[], path: string): AudienceWeek[] {
  const weeks = new Map<string, number[]>()
  for (const { day, feeds } of days) {
    const readers = feeds[path] ? sumReaders(feeds[path]) : 0
    const week = mondayOf(day)
    weeks.set(week, [...(weeks.get(week) ?? []), readers])
  }
  return [...weeks]
    .map(([week, counts]) => {
      const sum = counts.reduce((total, count) => total + count, 0)
      return { week, readers: Math.round(sum / counts.length), days: counts.length }
    })
    .toSorted((one, other) => (one.week < other.week ? -1 : 1))
}

/** Returns the newest count of a feed. */
export function newestReaders(days: readonly AudienceDay[], path: string): FeedReaders | undefined {
  return days.toSorted((one, other) => (one.day < other.day ? 1 : -1))[0]?.feeds[path]
}

/** Returns the Monday of a day's week. */
export function mondayOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  return shiftDay(day, -((date.getUTCDay() + 6) % 7))
}

/** Returns the day that is some days later, or earlier. */
export function shiftDay(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
