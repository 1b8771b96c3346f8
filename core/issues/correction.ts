import type { Article } from '../articles/article.ts'
import type { Site } from '../site.ts'
import type { Correction } from './issue.ts'

/** An article that was corrected or retracted after it had been mailed, of which a digest has not said so yet. */
export type WaitingCorrection = { readonly articleId: string; readonly revision: number }

/** Corrections that one issue brings at most; others wait for the next. */
export const maximumCorrections = 10

/** What an issue says of it; undefined when there is nothing (any more) to be said, or nobody was mailed the article. */
export function composeCorrection(
  { url: siteUrl }: Site,
  article: Article | undefined,
  issueIds: readonly string[],
): Correction | undefined {
  if (article?.status === undefined || issueIds.length === 0) return undefined
  const { id, title, status, notice = '', slug, language, direction } = article
  const url = `${siteUrl}/articles/${slug}/`
  return { articleId: id, kind: status, title, text: notice, url, language, direction, issueIds }
}
