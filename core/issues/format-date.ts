import type { Publication } from '../publication.ts'

/** An instant's day as the publication's readers say it: in its language and time zone. */
export function formatDay({ language, timeZone }: Publication, instant: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(new Date(instant))
}

/** An article's own date; midnight UTC stands for a day without a time, which is the same day in every zone. */
export function formatArticleDate(publication: Publication, instant: string): string {
  const dayOnly = new Date(instant).toISOString().endsWith('T00:00:00.000Z')
  return formatDay(dayOnly ? { ...publication, timeZone: 'UTC' } : publication, instant)
}
