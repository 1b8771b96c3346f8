import type { Publication } from '../publication.ts'
import { isWholeDay } from '../text/calendar-day.ts'
import { formatArticleDate } from '../text/format-date.ts'

/** The contents of a `<time>` element: the date for programs, and the text in the publication's language. */
type TimeElement = { readonly datetime: string; readonly text: string }

/** Returns `20 October 2026`. */
export function dayElement(publication: Publication, instant: string): TimeElement {
  return { datetime: machineDate(instant), text: formatArticleDate(publication, instant) }
}

/** Returns `Tuesday, 20 October 2026`. */
export function weekdayElement({ language, timeZone }: Publication, instant: string): TimeElement {
  const format = new Intl.DateTimeFormat(language, {
    dateStyle: 'full',
    timeZone: isWholeDay(instant) ? 'UTC' : timeZone,
  })
  return { datetime: machineDate(instant), text: format.format(new Date(instant)) }
}

function machineDate(instant: string): string {
  return isWholeDay(instant) ? instant.slice(0, 10) : instant
}

/** Returns `August` for `2015-08`. */
export function monthName({ language }: Publication, month: string): string {
  return new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(new Date(month))
}

/** Returns `August 2015` for `2015-08`. */
export function monthTitle({ language }: Publication, month: string): string {
  const format = new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  return format.format(new Date(month))
}
