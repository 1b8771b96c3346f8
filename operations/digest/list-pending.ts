import { isLive } from '../../core/articles/article.ts'
import { maximumIssueArticles } from '../../core/issues/limits.ts'
import type { DigestName } from '../../core/publication.ts'
import type { Stack } from '../stack.ts'
import type { Handling } from './handle-article.ts'

/** An article that waits for an issue of a digest, or is left out of it. */
export type PendingArticle = {
  readonly key: string
  readonly title: string
  readonly url: string
  readonly topics: readonly string[]
  readonly liveAt: string | undefined
  readonly handling: Handling
}

/** Lists the articles that are pending for a digest: pinned ones, the others in the order of an issue, those left out. */
export async function listPending(
  digest: DigestName,
  { issues, articles, site }: Pick<Stack, 'issues' | 'articles' | 'site'>,
): Promise<readonly PendingArticle[]> {
  const marks = await issues.listPending(digest, maximumIssueArticles)
  const found = await Promise.all(
    marks.map(async ({ articleId, handling }) => ({ handling, record: await articles.find(articleId) })),
  )
  const pending = found.flatMap(({ handling, record }): PendingArticle[] => {
    if (!isLive(record)) return []
    const { title, slug, topics, liveAt } = record.article
    const url = `${site.url}/articles/${slug}/`
    return [{ key: record.key, title, url, topics: topics.map(({ name }) => name), liveAt, handling }]
  })
  const order = { pinned: 0, none: 1, held: 2 }
  const placeOf = ({ handling }: { readonly handling: Handling }) => order[handling ?? 'none']
  return pending.sort((a, b) => (b.liveAt ?? '').localeCompare(a.liveAt ?? '')).sort((a, b) => placeOf(a) - placeOf(b))
}
