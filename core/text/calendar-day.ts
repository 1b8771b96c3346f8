import { instantIn } from './time-zone.ts'

/** A calendar day, `2027-03-14`, as the instant at which it begins in a time zone; undefined if there is no such day. */
export function startOfDay(day: string, timeZone: string): string | undefined {
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  // `Date` takes 31 February for 3 March.
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined
  return instantIn(timeZone, midnight)
}

/** The calendar day that begins at an instant; its noon is looked at, as clocks may change at midnight. */
export function dayOf(instant: string, timeZone: string): string {
  const noon = Date.parse(instant) + 12 * 60 * 60 * 1000
  // Swedes write dates as ISO 8601 does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(noon)
}
