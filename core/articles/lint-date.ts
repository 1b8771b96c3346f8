import { type Problem, warning } from '../problem.ts'
import type { ArticleSource } from '../reading/manuscript.ts'

const year = 365.25 * 24 * 60 * 60 * 1000

/** Dates that are probably slips: an article waits for years, or old news is mailed as new. */
export function lintDate(date: string | undefined, source: ArticleSource, at: string): readonly Problem[] {
  if (date === undefined) return []
  const yearsAhead = (Date.parse(date) - Date.parse(at)) / year
  if (yearsAhead > 1) {
    return [warning('far-future-date', `The article waits until ${date.slice(0, 10)}.`, { fix: 'Check the year.' })]
  }
  if (source === 'backfill' || yearsAhead > -20) return []
  return [
    warning('far-past-date', `The article is dated ${date.slice(0, 10)} and goes to subscribers as news.`, {
      fix: 'Check the year, or upload it under backfill/ if it is from an archive.',
    }),
  ]
}
