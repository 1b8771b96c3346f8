import { articleStore } from '../aws/articles/article-store.ts'
import { createDynamo, createS3, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { correctionStore } from '../aws/issues/correction-store.ts'
import { insertStore } from '../aws/issues/insert-store.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { readPending } from '../aws/issues/read-pending.ts'
import { queue } from '../aws/queue.ts'
import { isDigestName } from '../core/configured-names.ts'
import type { SettingsOf } from '../core/environment.ts'
import type { ArticleBody } from '../core/html/body.ts'
import { composeIssue, issueRecord } from '../core/issues/compose-issue.ts'
import type { Issue } from '../core/issues/issue.ts'
import { chooseContents } from '../core/issues/issue-contents.ts'
import type { ComposeMessage, PlanMessage, PublishMessage } from '../core/messages.ts'
import { RejectedInputError } from '../core/rejected-input.ts'
import { addRun, findRun, runId } from '../core/schedules/digest-record.ts'
import { isDue, planRun } from '../core/schedules/plan-run.ts'
import { catchUp, startPlanning } from './compose-issue/start-planning.ts'
import { eventHandler, type Now } from './runtime/event-handler.ts'
import { logger } from './runtime/logger.ts'
import { siteOf } from './runtime/publication.ts'

// Called by AWS.
export const handler = eventHandler('compose-issue', services, composeDigest)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: SettingsOf<'compose-issue'>) {
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

// Runs once per run of a digest. Safe to repeat: an issue takes its articles off the pending list. If an issue was composed
// but its planning was never started, the next run starts it first.
export async function composeDigest(message: ComposeMessage, services: Services, invocation: Now): Promise<void> {
  const { digest, scheduledAt } = message
  const { now } = invocation
  const requestId = runId(message)
  const { site, issues, content } = services
  if (!isDigestName(digest)) throw new RejectedInputError(`There is no digest named ${digest}`)
  const before = await issues.getDigest(digest)
  await catchUp(digest, before.lastNumber, services)
  if (findRun(before, requestId) || !isDue(message, site.publication)) return
  if (!site.publication.digests[digest]) throw new RejectedInputError(`publication.json has no digest named ${digest}`)

  const { articles, extras, takings, leftovers } = chooseContents(site, await readPending(digest, services, now))
  const reason = planRun(site.publication, digest, message, articles.length, now)
  const at = now.toISOString()
  const number = before.lastNumber + 1
  const issue = reason ? undefined : composeIssue(site, digest, number, articles, at, { ...extras, scheduledAt })
  const record = issue && issueRecord(issue)
  if (record) await content.put(record.contentKey, issue)
  const waiting = reason ? articles.length : 0
  const after = addRun(before, { at, outcome: reason ?? 'composed', number: record?.number, requestId, waiting })
  const added = await issues.addRun(digest, after, record ? takings : leftovers, record)
  if (added === 'overtaken') return composeDigest(message, services, invocation)
  if (reason === 'too-late') logger.warn('too late: articles go into the next issue', { digest, articles: waiting })
  if (record) await startPlanning(issue, services)
}
