import { isWholeDay } from './calendar-day.ts'

type Reader = { readonly language: string; readonly timeZone: string }

/** An instant's day as readers say it: in their language, and in the publication's time zone. */
export function formatDay({ language, timeZone }: Reader, instant: string): string {
  return dateFormat(language, timeZone, 'long').format(new Date(instant))
}

/** `Mon 30 Nov` */
export function formatShortDay({ language, timeZone }: Reader, instant: string): string {
  return dateFormat(language, timeZone, 'short').format(new Date(instant))
}

/** An article's own date; midnight UTC stands for a day without a time, which is the same day in every zone. */
export function formatArticleDate({ language, timeZone }: Reader, instant: string): string {
  return formatDay({ language, timeZone: isWholeDay(instant) ? 'UTC' : timeZone }, instant)
}

/** Making one takes longer than rendering an article. */
const formats = new Map<string, Intl.DateTimeFormat>()

function dateFormat(language: string, timeZone: string, length: 'long' | 'short'): Intl.DateTimeFormat {
  const name = `${language} ${timeZone} ${length}`
  const known = formats.get(name)
  if (known) return known
  const fields = { weekday: 'short', day: 'numeric', month: 'short' } as const
  const format = new Intl.DateTimeFormat(language, {
    timeZone,
    ...(length === 'long' ? { dateStyle: 'long' } : fields),
  })
  formats.set(name, format)
  return format
}
