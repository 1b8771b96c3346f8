import { createHash } from 'node:crypto'
import { articleStore } from '../aws/article-store.ts'
import { createDynamo, createS3, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { issueStore, type PendingMark } from '../aws/issue-store.ts'
import { queue } from '../aws/queue.ts'
import { isLive } from '../core/articles/apply-upload.ts'
import type { Article } from '../core/articles/article.ts'
import { composeIssue } from '../core/issues/compose-issue.ts'
import { addRun, type DigestRecord, findRun } from '../core/issues/digest-record.ts'
import { type Issue, type IssueRecord, maximumArticles } from '../core/issues/issue.ts'
import { issueContentKey } from '../core/keys.ts'
import type { ComposeMessage, PlanMessage, PublishMessage } from '../core/messages.ts'
import { type DigestName, isDigestName } from '../core/publication.ts'
import { RejectedInputError } from '../core/rejected-input.ts'
import type { Settings } from '../core/settings.ts'
import { shards } from '../core/subscribers/subscriber.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'

// Called by AWS.
export const handler = queueHandler(services, composeDigest)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: Settings) {
  const dynamo = createDynamo()
  const sqs = createSqs()
  return {
    site: siteOf(settings),
    articles: articleStore(dynamo, settings.articlesTable, settings.issuesTable),
    issues: issueStore(dynamo, settings.issuesTable),
    content: contentStore<Issue>(createS3(), settings.contentBucket),
    plan: queue<PlanMessage>(sqs, settings.planQueueUrl),
    publish: queue<PublishMessage>(sqs, settings.publishQueueUrl),
  }
}

// Runs once per run of a digest. Safe to repeat: what an issue has taken is pending no more, and an issue that was
// composed but not yet handed on is handed on first.
export async function composeDigest(body: string, services: Services, now: Date): Promise<void> {
  const { digest, requestId } = JSON.parse(body) as ComposeMessage // our own message
  if (!isDigestName(digest)) throw new RejectedInputError(`There is no digest named ${digest}`)
  const before = await services.issues.getDigest(digest)
  await handOnLast(digest, before, services)
  if (findRun(before, requestId)) return

  const marks = await services.issues.listPending(digest, maximumArticles)
  const articles = await readArticles(marks, services)
  const at = now.toISOString()
  const issue =
    articles.length > 0
      ? await freeze(composeIssue(services.site, digest, before.lastNumber + 1, articles, at), services)
      : undefined
  const outcome = issue ? 'composed' : 'nothing-pending'
  const after = addRun(before, { at, outcome, number: issue?.number, requestId })
  if ((await services.issues.addRun(digest, after, marks, issue)) === 'overtaken')
    return composeDigest(body, services, now)
  if (issue) await handOn(issue, services)
}

/** Nothing but an issue's own run or the next one can find that it was not handed on. */
async function handOnLast(digest: DigestName, { lastNumber }: DigestRecord, services: Services): Promise<void> {
  const last = lastNumber > 0 ? await services.issues.get(digest, lastNumber) : undefined
  if (last?.state === 'composed') await handOn(last, services)
}

/** Those of the marked articles that are live. */
async function readArticles(marks: readonly PendingMark[], { articles }: Services): Promise<Article[]> {
  const records = await Promise.all(marks.map((mark) => articles.get(mark.articleId)))
  return records.flatMap((record) => (isLive(record) ? [record.article] : []))
}

async function freeze(issue: Issue, { content }: Services): Promise<IssueRecord> {
  const { digest, number, title, composedAt } = issue
  const hash = createHash('sha256').update(JSON.stringify(issue)).digest('hex').slice(0, 16)
  const contentKey = issueContentKey(digest, number, hash)
  await content.put(contentKey, issue)
  return { digest, number, title, composedAt, contentKey, articleCount: issue.articles.length, state: 'composed' }
}

/** The planners may be done before the issue is moved on here; then it stays planned. */
async function handOn({ digest, number }: IssueRecord, { issues, plan, publish }: Services): Promise<void> {
  await publish.add({ kind: 'issue', digest, number })
  await plan.addAll(shards.map((shard) => ({ digest, number, shard })))
  await issues.move({ digest, number }, ['composed'], 'planning')
}
