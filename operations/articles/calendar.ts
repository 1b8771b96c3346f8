import { calendarDay } from '../../core/text/calendar-day.ts'

/** A day of a month, with what has its date on it. */
export type CalendarDay<T> = { readonly day: string; readonly items: readonly T[] }

export type CalendarMonth<T> = {
  /** Such as `2026-11`. */
  readonly month: string
  readonly previous: string
  readonly next: string
  /** Seven days each, beginning on Monday. A day of another month is undefined. */
  readonly weeks: readonly (readonly (CalendarDay<T> | undefined)[])[]
}

const monthPattern = /^(\d{4})-(0[1-9]|1[0-2])$/

/** Returns the month in a text such as `2026-11`; undefined for any other text. */
export function readMonth(text: string | undefined): string | undefined {
  return text !== undefined && monthPattern.test(text) ? text : undefined
}

/** Returns the month of an instant in a time zone. */
export function monthOf(instant: string, timeZone: string): string {
  return calendarDay(instant, timeZone).slice(0, 7)
}

/** Arranges items by the days of a month in a time zone. */
export function arrangeMonth<T extends { readonly date: string }>(
  month: string,
  items: readonly T[],
  timeZone: string,
): CalendarMonth<T> {
  const byDay = Map.groupBy(items, ({ date }) => calendarDay(date, timeZone))
  const first = new Date(`${month}-01T00:00:00Z`)
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  const before = (first.getUTCDay() + 6) % 7
  const cells = Array.from({ length: Math.ceil((before + days) / 7) * 7 }, (_, at) => {
    const number = at - before + 1
    if (number < 1 || number > days) return undefined
    const day = `${month}-${String(number).padStart(2, '0')}`
    const found = byDay.get(day) ?? []
    return { day, items: found.toSorted((a, b) => (a.date < b.date ? -1 : 1)) }
  })
  const weeks = Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
  return { month, previous: addMonths(month, -1), next: addMonths(month, 1), weeks }
}

function addMonths(month: string, count: number): string {
  const date = new Date(`${month}-01T00:00:00Z`)
  date.setUTCMonth(date.getUTCMonth() + count)
  return date.toISOString().slice(0, 7)
}
