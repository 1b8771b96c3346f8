import { instantIn } from './time-zone.ts'

/** Returns true for midnight UTC, which means a day without a time: the same day in every time zone. */
export function isWholeDay(instant: string): boolean {
  return new Date(instant).toISOString().endsWith('T00:00:00.000Z')
}

/**
 * Returns the day of an instant in a time zone, as `2026-10-20`. Midnight UTC is a whole day, whatever the time zone.
 */
export function calendarDay(instant: string, timeZone: string): string {
  return isoDay(new Date(instant), isWholeDay(instant) ? 'UTC' : timeZone)
}

/** Returns the instant at which a day such as `2027-03-14` begins in a time zone; undefined if there is no such day. */
export function startOfDay(day: string, timeZone: string): string | undefined {
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  // `Date` reads 31 February as 3 March.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined
  return instantIn(timeZone, midnight, 'first')
}

/** Returns the instant that a date means: a day without a time begins at midnight in the publication's time zone. */
export function startOf(date: string, timeZone: string): string {
  return isWholeDay(date) ? (startOfDay(date.slice(0, 10), timeZone) ?? date) : date
}

/** Reverses `startOfDay`. It formats noon, because clocks may change at midnight. */
export function dayStartingAt(instant: string, timeZone: string): string {
  return isoDay(new Date(Date.parse(instant) + 12 * 60 * 60 * 1000), timeZone)
}

/** Formats a date as in Swedish, which writes dates as ISO 8601 does. */
function isoDay(date: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(date)
}
