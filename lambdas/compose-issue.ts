import { createHash } from 'node:crypto'
import { articleStore } from '../aws/article-store.ts'
import { createDynamo, createS3, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { issueStore } from '../aws/issue-store.ts'
import { queue } from '../aws/queue.ts'
import type { Article } from '../core/articles/article.ts'
import { composeIssue } from '../core/issues/compose-issue.ts'
import { type Issue, type IssueRecord, maximumArticles } from '../core/issues/issue.ts'
import { issueContentKey } from '../core/keys.ts'
import type { ComposeMessage, PlanMessage, PublishMessage } from '../core/messages.ts'
import { isDigestName } from '../core/publication.ts'
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
  const { issues } = services
  const { lastNumber, lastRun } = await issues.getDigest(digest)
  const last = lastNumber > 0 ? await issues.get(digest, lastNumber) : undefined
  if (last?.state === 'composed') await handOn(last, services)

  const marks = await issues.listPending(digest, maximumArticles)
  const articles = await readArticles(marks, services)
  const at = now.toISOString()
  if (articles.length === 0) {
    const repeated = requestId !== undefined && lastRun?.requestId === requestId
    if (!repeated) await issues.putRun(digest, { at, outcome: 'nothing-pending', number: undefined, requestId })
    return
  }
  const issue = composeIssue(services.site, digest, lastNumber + 1, articles, at)
  const record = await freeze(issue, services)
  const run = { at, outcome: 'composed', number: issue.number, requestId } as const
  if ((await issues.add(record, marks, run)) === 'overtaken') return composeDigest(body, services, now)
  await handOn(record, services)
}

async function readArticles(marks: readonly { readonly articleId: string }[], services: Services): Promise<Article[]> {
  const records = await Promise.all(marks.map((mark) => services.articles.get(mark.articleId)))
  return records.flatMap((record) => (record?.article && record.articleState === 'published' ? [record.article] : []))
}

async function freeze(issue: Issue, { content }: Services): Promise<IssueRecord> {
  const { digest, number, title, composedAt } = issue
  const hash = createHash('sha256').update(JSON.stringify(issue)).digest('hex').slice(0, 16)
  const contentKey = issueContentKey(digest, number, hash)
  await content.put(contentKey, issue)
  return { digest, number, title, composedAt, contentKey, articleCount: issue.articles.length, state: 'composed' }
}

async function handOn({ digest, number }: IssueRecord, { issues, plan, publish }: Services): Promise<void> {
  await publish.add({ kind: 'issue', digest, number })
  await plan.addAll(shards.map((shard) => ({ digest, number, shard })))
  await issues.move({ digest, number }, 'composed', 'planning')
}
