import { readAlone } from '../../aws/issues/read-pending.ts'
import type { UploadRecord } from '../../core/articles/article.ts'
import { dueTime } from '../../core/articles/compose-article.ts'
import { addressedDigests } from '../../core/articles/digest-marks.ts'
import { articleId } from '../../core/articles/identity.ts'
import { composeIssue } from '../../core/issues/compose-issue.ts'
import type { Issue } from '../../core/issues/issue.ts'
import { type AloneMark, chooseAlone } from '../../core/issues/issue-contents.ts'
import type { DigestName } from '../../core/publication.ts'
import type { Stack } from '../stack.ts'
import type { PlannedAlone } from './describe-plan.ts'

/** An article that will be mailed on its own to the readers of a digest, with the issue as it would be mailed. */
export type UpcomingAlone = Omit<PlannedAlone, 'digest' | 'recipients'> & { readonly issue: Issue }

/** Articles that are listed. */
const most = 20
/** Scheduled articles of any kind that are read. */
const mostScheduled = 500

/** Lists the articles that will be mailed on their own to the readers of a digest, and those that are kept from it. Changes nothing. */
export async function listUpcomingAlone(
  digest: DigestName,
  stack: Stack,
  now = new Date(),
): Promise<readonly UpcomingAlone[]> {
  const marks = await stack.issues.listAlone(digest)
  const { lastNumber } = await stack.issues.getDigest(digest)
  const marked = await Promise.all(
    marks.slice(0, most).map(async (mark) => ({ mark, pending: await readAlone(mark, stack), at: undefined })),
  )
  const scheduled = await Promise.all(
    (await listScheduled(digest, stack)).slice(0, most).map(async ({ article, ...record }) => {
      const at = dueTime(article)
      const mark = { articleId: article.id, order: '', handling: undefined, digest, issue: undefined }
      const live: UploadRecord = { ...record, articleState: 'published', article: { ...article, liveAt: at } }
      return { mark, pending: await readAlone(mark, { ...stack, articles: { find: async () => live } }), at }
    }),
  )
  const upcoming = [...marked, ...scheduled].map(async ({ mark, pending, at }) => {
    const { articles, extras } = chooseAlone(stack.site, { ...pending, marks: [{ ...mark, handling: undefined }] })
    const key = pending.records[0]?.key
    const number = mark.issue ?? lastNumber + 1
    const issue = composeIssue(stack.site, digest, number, articles, at ?? now.toISOString(), extras)
    const title = issue.articles[0]?.title
    if (key === undefined || title === undefined) return []
    return [{ key, title, state: await stateOf(mark, at, stack), at, number: mark.issue, issue }]
  })
  return (await Promise.all(upcoming)).flat()
}

async function stateOf(mark: AloneMark, at: string | undefined, stack: Stack): Promise<UpcomingAlone['state']> {
  if (mark.handling === 'held') return 'held'
  if (mark.issue === undefined) return at === undefined ? 'due' : 'scheduled'
  const record = await stack.issues.get(mark.digest, mark.issue)
  return record?.state === 'awaiting-approval' ? 'awaiting-approval' : 'cancelled'
}

async function listScheduled(digest: DigestName, { articles }: Stack) {
  const keys = await articles.listDue('9999', mostScheduled)
  const records = await articles.getAll(keys.map(articleId))
  return records.flatMap(({ article, ...record }) => {
    const isAlone = article?.mail === 'alone' && article.source === 'news' && record.articleState === 'scheduled'
    if (!isAlone || article.liveAt !== undefined || addressedDigests(article, [digest]).length === 0) return []
    return [{ ...record, article }]
  })
}
