import { articleStore } from '../aws/articles/article-store.ts'
import { createDynamo, createS3, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { correctionStore } from '../aws/issues/correction-store.ts'
import { insertStore } from '../aws/issues/insert-store.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { queue } from '../aws/queue.ts'
import type { Settings } from '../core/environment.ts'
import type { ArticleBody } from '../core/html/body.ts'
import { composeIssue } from '../core/issues/compose-issue.ts'
import { addRun, type DigestRecord, findRun } from '../core/issues/digest-record.ts'
import { gatherIssue } from '../core/issues/gather-issue.ts'
import type { Issue, IssueRecord } from '../core/issues/issue.ts'
import { isDue, planRun } from '../core/issues/plan-run.ts'
import { issueContentKey } from '../core/keys.ts'
import type { ComposeMessage, PlanMessage, PublishMessage } from '../core/messages.ts'
import { type DigestName, isDigestName } from '../core/publication.ts'
import { RejectedInputError } from '../core/rejected-input.ts'
import { shards } from '../core/subscribers/subscriber.ts'
import { fingerprint } from '../core/text/fingerprint.ts'
import { logger } from './runtime/logger.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'

// Called by AWS.
export const handler = queueHandler(services, composeDigest)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: Settings) {
  const dynamo = createDynamo()
  const s3 = createS3()
  const sqs = createSqs()
  return {
    site: siteOf(settings),
    articles: articleStore(dynamo, settings.articlesTable, settings.issuesTable),
    bodies: contentStore<ArticleBody>(s3, settings.contentBucket, 0),
    issues: issueStore(dynamo, settings.issuesTable),
    inserts: insertStore(dynamo, settings.issuesTable),
    corrections: correctionStore(dynamo, settings.issuesTable),
    content: contentStore<Issue>(s3, settings.contentBucket),
    plan: queue<PlanMessage>(sqs, settings.planQueueUrl),
    publish: queue<PublishMessage>(sqs, settings.publishQueueUrl),
  }
}

// Runs once per run of a digest. Safe to repeat: what an issue has taken is pending no more, and an issue that was
// composed but not yet handed on is handed on first.
export async function composeDigest(body: string, services: Services, now: Date): Promise<void> {
  const message = JSON.parse(body) as ComposeMessage // our own message
  const { digest, requestId, scheduledAt } = message
  const { site, issues } = services
  if (!isDigestName(digest)) throw new RejectedInputError(`There is no digest named ${digest}`)
  const before = await issues.getDigest(digest)
  await handOnLast(digest, before, services)
  if (findRun(before, requestId) || !isDue(message, site.publication)) return

  const gathered = await gatherIssue(digest, services)
  const rest = planRun(site.publication, digest, message, gathered.articles.length, now)
  const at = now.toISOString()
  const { articles } = gathered
  const extras = { ...gathered.extras, scheduledAt }
  const number = before.lastNumber + 1
  const issue = rest ? undefined : await freeze(composeIssue(site, digest, number, articles, at, extras), services)
  const waiting = rest ? articles.length : 0
  const after = addRun(before, { at, outcome: rest ?? 'composed', number: issue?.number, requestId, waiting })
  const takings = issue ? gathered.takings : gathered.leftovers
  if ((await issues.addRun(digest, after, takings, issue)) === 'overtaken') return composeDigest(body, services, now)
  if (rest === 'too-late') logger.warn('too late: articles go into the next issue', { digest, articles: waiting })
  if (issue) await handOn(issue, articles, services)
}

/** Nothing but an issue's own run or the next one can find that it was not handed on. */
async function handOnLast(digest: DigestName, { lastNumber }: DigestRecord, services: Services): Promise<void> {
  const last = lastNumber > 0 ? await services.issues.get(digest, lastNumber) : undefined
  if (last?.state !== 'composed') return
  await handOn(last, (await services.content.get(last.contentKey)).articles, services)
}

async function freeze(issue: Issue, { content }: Services): Promise<IssueRecord> {
  const { digest, number, title, composedAt } = issue
  const hash = fingerprint(JSON.stringify(issue), 16)
  const contentKey = issueContentKey(digest, number, hash)
  await content.put(contentKey, issue)
  return { digest, number, title, composedAt, contentKey, articleCount: issue.articles.length, state: 'composed' }
}

/** The planners may be done before the issue is moved on here; then it stays planned. */
async function handOn(
  { digest, number }: IssueRecord,
  articles: readonly { readonly id: string }[],
  { corrections, issues, plan, publish }: Services,
): Promise<void> {
  await Promise.all(articles.map(({ id }) => corrections.putTaken(id, digest, number)))
  await publish.add({ kind: 'issue', digest, number })
  await plan.addAll(shards.map((shard) => ({ digest, number, shard })))
  await issues.move({ digest, number }, ['composed'], 'planning')
}
