import { isWholeDay } from './calendar-day.ts'

type Reader = { readonly language: string; readonly timeZone: string }

/** Writes the day of an instant in a language and a time zone: `30 November 2026`. */
export function formatDay({ language, timeZone }: Reader, instant: string): string {
  return dateFormat(language, timeZone, 'long').format(new Date(instant))
}

/** Writes the day of an instant in a short form: `Mon 30 Nov`. */
export function formatShortDay({ language, timeZone }: Reader, instant: string): string {
  return dateFormat(language, timeZone, 'short').format(new Date(instant))
}

/** Writes the date of an article. Midnight UTC means a day without a time, which is the same day in every time zone. */
export function formatArticleDate({ language, timeZone }: Reader, instant: string): string {
  return formatDay({ language, timeZone: isWholeDay(instant) ? 'UTC' : timeZone }, instant)
}

/** Formats are cached, because creating one takes longer than rendering an article. */
const cached = new Map<string, Intl.DateTimeFormat>()

function dateFormat(language: string, timeZone: string, length: 'long' | 'short'): Intl.DateTimeFormat {
  const name = `${language} ${timeZone} ${length}`
  const existing = cached.get(name)
  if (existing) return existing
  const fields = { weekday: 'short', day: 'numeric', month: 'short' } as const
  const format = new Intl.DateTimeFormat(language, {
    timeZone,
    ...(length === 'long' ? { dateStyle: 'long' } : fields),
  })
  cached.set(name, format)
  return format
}
