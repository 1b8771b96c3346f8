import type { ArticleBody } from '../html/body.ts'
import { type Problem, warning } from '../problem.ts'
import type { ArticleSource } from '../reading/manuscript.ts'
import { longMailBytes } from './limits.ts'

const year = 365.25 * 24 * 60 * 60 * 1000

/** Warns about dates that are probably typing errors: they would schedule an article years ahead, or mail an old one as news. */
export function checkDate(date: string | undefined, source: ArticleSource, at: string): readonly Problem[] {
  if (date === undefined) return []
  const yearsAhead = (Date.parse(date) - Date.parse(at)) / year
  if (yearsAhead > 1) {
    return [
      warning('far-future-date', `The article is scheduled for ${date.slice(0, 10)}.`, { fix: 'Check the year.' }),
    ]
  }
  if (source === 'backfill' || yearsAhead > -20) return []
  return [
    warning('far-past-date', `The article is dated ${date.slice(0, 10)} and goes to subscribers as news.`, {
      fix: 'Check the year, or upload it under backfill/ if it is from an archive.',
    }),
  ]
}

/** Warns if the article alone makes a mail too long for Gmail. */
export function checkMailSize({ email }: ArticleBody): readonly Problem[] {
  const bytes = Buffer.byteLength(email)
  if (bytes <= longMailBytes) return []
  const message = `The article has ${Math.round(bytes / 1000)} KB in a mail. Gmail cuts mails off at 102 KB.`
  return [warning('large-mail', message, { fix: 'Split the article, or remove long tables and code.' })]
}
