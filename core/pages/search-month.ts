import type { Article } from '../articles/article.ts'
import { articleFolder, hrefOf, monthSearch } from '../feeds/addresses.ts'
import type { Site, SiteDocument } from '../site.ts'
import { calendarDay } from '../text/calendar-day.ts'
import { siteFile } from './site-file.ts'

/**
 * The fields of an article that a search uses or shows. There are no others, because a browser may load many thousands of
 * entries.
 */
export type SearchEntry = {
  readonly href: string
  readonly title: string
  readonly summary: string
  /** The names of its topics and authors. */
  readonly names: readonly string[]
  /** `2026-10-20` */
  readonly day: string
  /** BCP 47. Default: the publication's. */
  readonly language?: string
  readonly direction: 'ltr' | 'rtl'
}

/** The months that have entries, newest first. */
export type SearchMonths = readonly { readonly href: string; readonly name: string }[]

/**
 * Renders the entries of a month. Publishing an article writes the file of its month only, so the cost does not depend
 * on the number of articles. A browser reads the files from the newest one backwards until it has enough results.
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
