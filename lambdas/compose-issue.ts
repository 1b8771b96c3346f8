import { articleStore } from '../aws/articles/article-store.ts'
import { createDynamo, createS3, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { correctionStore } from '../aws/issues/correction-store.ts'
import { insertStore } from '../aws/issues/insert-store.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { queue } from '../aws/queue.ts'
import { isDigestName } from '../core/configured-names.ts'
import type { SettingsOf } from '../core/environment.ts'
import type { ArticleBody } from '../core/html/body.ts'
import type { Issue } from '../core/issues/issue.ts'
import type {
  AloneMessage,
  ApprovalMessage,
  ComposeMessage,
  OperatorMessage,
  PlanMessage,
  PublishMessage,
} from '../core/messages.ts'
import { RejectedInputError } from '../core/rejected-input.ts'
import { findRun, runId } from '../core/schedules/digest-record.ts'
import { isDue } from '../core/schedules/plan-run.ts'
import { askForApproval, decideApproval } from './compose-issue/await-approval.ts'
import { composeAlone } from './compose-issue/compose-alone.ts'
import { composeNext } from './compose-issue/compose-next.ts'
import { catchUp } from './compose-issue/start-planning.ts'
import { eventHandler, type Now } from './runtime/event-handler.ts'
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
    notify: queue<OperatorMessage>(sqs, settings.confirmationQueueUrl),
  }
}

// Runs once per run of a digest, and when articles are due that are mailed on their own. Safe to repeat: an issue takes its articles off the pending list. If an issue was composed
// but its planning was never started, the next run starts it first.
export async function composeDigest(
  message: ComposeMessage | ApprovalMessage | AloneMessage,
  services: Services,
  invocation: Now,
): Promise<void> {
  const { now } = invocation
  if ('alone' in message) return composeAlone(services, now)
  if ('approval' in message) return decideApproval(message, services, now)
  const { digest } = message
  const { site, issues, content } = services
  if (!isDigestName(digest)) throw new RejectedInputError(`There is no digest named ${digest}`)
  const before = await issues.getDigest(digest)
  const waiting = await catchUp(digest, before, services)
  const repeated = findRun(before, runId(message))
  // A run that stopped before it asked for approval asks again.
  if (waiting && repeated?.number === waiting.number)
    return askForApproval(await content.get(waiting.contentKey), waiting, services)
  if (repeated || !isDue(message, site.publication, waiting)) return
  if (!site.publication.digests[digest]) throw new RejectedInputError(`publication.json has no digest named ${digest}`)
  const result = await composeNext(message, before, waiting, services, now)
  if (result === 'overtaken') return composeDigest(message, services, invocation)
}
