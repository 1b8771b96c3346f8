import { isLive, type UploadRecord } from '../../core/articles/article.ts'
import { articleId } from '../../core/articles/identity.ts'
import { readIssueId } from '../../core/issues/issue.ts'
import { maximumIssueArticles } from '../../core/issues/limits.ts'
import type { Handling } from '../digest/handle-article.ts'
import type { Stack } from '../stack.ts'

/** An issue that took an article. */
export type TakingIssue = { readonly digest: string; readonly number: number }

/** How an article waits for the next issue of a digest, or is mailed on its own. */
export type WaitingDigest = { readonly digest: string; readonly handling: Handling; readonly isAlone: boolean }

export type ArticleMailing = {
  readonly record: UploadRecord
  /** The newest first. */
  readonly issues: readonly TakingIssue[]
  readonly waiting: readonly WaitingDigest[]
}

type Sources = {
  readonly site: Stack['site']
  readonly articles: Pick<Stack['articles'], 'get' | 'listWaiting'>
  readonly issues: Pick<Stack['issues'], 'listPending' | 'listAlone' | 'get'>
  readonly corrections: Pick<Stack['corrections'], 'listTaken'>
}

/** Returns where the article of an upload was mailed and what it waits for; undefined if the upload has no record. */
export async function readMailing(key: string, stack: Sources): Promise<ArticleMailing | undefined> {
  const record = await stack.articles.get(articleId(key))
  if (!record) return undefined
  const id = record.article?.id ?? record.id
  const [taken, waiting] = await Promise.all([stack.corrections.listTaken(id), readWaiting(record, stack)])
  const issues = taken.flatMap(({ issueId }) => {
    const issue = readIssueId(issueId)
    return issue ? [issue] : []
  })
  return { record, issues: issues.sort((a, b) => b.number - a.number), waiting }
}

async function readWaiting(record: UploadRecord, stack: Sources): Promise<readonly WaitingDigest[]> {
  if (!isLive(record) || record.article.source !== 'news' || record.article.mail === 'none') return []
  const id = record.article.id
  const names = await stack.articles.listWaiting(record, Object.keys(stack.site.publication.digests))
  const isAlone = record.article.mail === 'alone'
  return Promise.all(
    names.map(async (digest) => {
      const marks = await (isAlone
        ? stack.issues.listAlone(digest)
        : stack.issues.listPending(digest, maximumIssueArticles))
      return { digest, isAlone, handling: marks.find(({ articleId: each }) => each === id)?.handling }
    }),
  )
}
