import type { Command } from 'commander'
import { newestByDate } from '../core/articles/listing.ts'
import { articleFolder, urlOf } from '../core/feeds/addresses.ts'
import type { Stack } from '../operations/stack.ts'
import { readCount } from './arguments.ts'
import { onStack } from './connect.ts'
import { type Report, table } from './report.ts'

export function define(command: Command): void {
  command
    .description('list the newest live articles')
    .option('--limit <count>', 'how many', '50')
    .action(
      onStack((stack, report, { limit }: { limit: string }) =>
        listArticles(readCount(limit, '--limit'), stack, report),
      ),
    )
}

/** Lists live articles, newest first, as on the front page. */
async function listArticles(limit: number, stack: Stack, report: Report): Promise<void> {
  const stored = await Promise.all([
    stack.articles.listByDate('publication', limit),
    stack.articles.list('publication', limit),
  ])
  const articles = newestByDate(stored.flat(), stack.site.publication.timeZone).slice(0, limit)
  const listed = articles.map((article) => ({ ...article, url: urlOf(stack.site, articleFolder(article.slug)) }))
  const rows = listed.map(({ date, title, url }) => [date.slice(0, 10), title, url])
  report.answer(listed, rows.length > 0 ? table(rows) : ['There are no live articles yet.'])
}
