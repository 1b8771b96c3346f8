import type { PendingMark } from '../../core/issues/issue-contents.ts'
import { maximumIssueArticles } from '../../core/issues/limits.ts'
import type { DigestName } from '../../core/publication.ts'
import type { Stack } from '../stack.ts'

/** An article that an editor leaves out of a digest, or puts first. */
export type HandledArticle = {
  readonly digest: DigestName
  /** Of its upload. Empty while the article is not stored, as during a rebuild. */
  readonly key: string
  readonly title: string
  readonly handling: NonNullable<PendingMark['handling']>
  /** True if it is mailed on its own. */
  readonly alone: boolean
}

/** Lists the articles that are left out of the next issues of a digest or come first in them, oldest first. */
export async function listHandled(
  digest: DigestName,
  { articles, issues }: Pick<Stack, 'articles' | 'issues'>,
): Promise<readonly HandledArticle[]> {
  const [pending, alone] = await Promise.all([
    issues.listPending(digest, maximumIssueArticles),
    issues.listAlone(digest),
  ])
  const marks = [
    ...pending.map(({ articleId, handling }) => ({ articleId, handling, alone: false })),
    ...alone.map(({ articleId, handling }) => ({ articleId, handling, alone: true })),
  ]
  const handled = marks.flatMap(({ handling, ...mark }) => (handling === undefined ? [] : [{ ...mark, handling }]))
  return Promise.all(
    handled.map(async ({ articleId, ...mark }) => {
      const record = await articles.find(articleId)
      return { digest, key: record?.key ?? '', title: record?.article?.title ?? articleId, ...mark }
    }),
  )
}
