import type { Article } from '../articles/article.ts'
import { articleFolder, hrefOf, monthSearch } from '../feeds/addresses.ts'
import type { Site, SiteDocument } from '../site.ts'
import { calendarDay } from '../text/calendar-day.ts'
import { siteFile } from './site-file.ts'

/** What the search knows of an article. A reader's browser may hold many thousands: nothing that is not searched or shown. */
export type SearchEntry = {
  readonly href: string
  readonly title: string
  readonly summary: string
  /** Its topics and authors. */
  readonly names: readonly string[]
  /** `2026-10-20` */
  readonly day: string
  /** BCP 47; the publication's unless given. */
  readonly language?: string
  readonly direction: 'ltr' | 'rtl'
}

/** The months that there are entries of, newest first. */
export type SearchMonths = readonly { readonly href: string; readonly name: string }[]

/**
 * The entries of a month. Publishing an article writes its month's file and no other, however large the archive is; a
 * browser reads the files from the newest back until it has found enough.
 */
export function renderSearchMonth(site: Site, month: string, articles: readonly Article[]): SiteDocument {
  const entries = articles.map((article) => searchEntry(site, article))
  return siteFile(monthSearch(month), 'data', JSON.stringify(entries))
}

function searchEntry({ publication }: Site, article: Article): SearchEntry {
  const { title, summary, topics, authors, language, direction } = article
  return {
    href: hrefOf(articleFolder(article.slug)),
    title,
    summary,
    names: [...topics, ...authors].map(({ name }) => name),
    day: calendarDay(article.date, publication.timeZone),
    ...(language === publication.language ? {} : { language }),
    direction,
  }
}
