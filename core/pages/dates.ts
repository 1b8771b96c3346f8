import type { Publication } from '../publication.ts'

/** A day for `<time>`: machine-readable, and in the publication's language. */
type Day = { readonly datetime: string; readonly text: string }

/** An instant at midnight UTC stands for a day without a time, which is the same day everywhere. */
export function dayOf(publication: Publication, instant: string): Day {
  return describeDay(publication, instant, 'long')
}

/** `2026-10-20` */
export function dateOf({ timeZone }: Publication, instant: string): string {
  const format = new Intl.DateTimeFormat('sv', { timeZone: isWholeDay(instant) ? 'UTC' : timeZone })
  return format.format(new Date(instant))
}

/** With its weekday. */
export function longDayOf(publication: Publication, instant: string): Day {
  return describeDay(publication, instant, 'full')
}

function describeDay({ language, timeZone }: Publication, instant: string, dateStyle: 'long' | 'full'): Day {
  const isWhole = isWholeDay(instant)
  const format = new Intl.DateTimeFormat(language, { dateStyle, timeZone: isWhole ? 'UTC' : timeZone })
  return { datetime: isWhole ? instant.slice(0, 10) : instant, text: format.format(new Date(instant)) }
}

function isWholeDay(instant: string): boolean {
  return /T00:00(:00(\.0+)?)?Z$/.test(instant)
}

/** `August` of `2015-08`. */
export function monthName({ language }: Publication, month: string): string {
  return new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(new Date(month))
}

/** `August 2015` of `2015-08`. */
export function monthTitle({ language }: Publication, month: string): string {
  const format = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  return format.format(new Date(month))
}
