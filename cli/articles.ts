import { articleFolder, urlOf } from '../core/feeds/addresses.ts'
import { type Report, table } from './report.ts'
import type { Stack } from './stack.ts'

/** The newest live articles, newest first. */
export async function articles(limit: number, stack: Stack, report: Report): Promise<void> {
  const live = await stack.articles.list('publication', limit)
  const rows = live.map((article) => [
    article.date.slice(0, 10),
    article.title,
    urlOf(stack.site, articleFolder(article.slug)),
  ])
  report.answer(
    live.map((article) => ({ ...article, url: urlOf(stack.site, articleFolder(article.slug)) })),
    rows.length > 0 ? table(rows) : ['There are no live articles yet.'],
  )
}
