import { changeStore } from '../aws/articles/change-store.ts'
import { createCloudWatch, createDynamo, createEventBridge, createSes } from '../aws/clients.ts'
import { deploymentStore } from '../aws/deployment/deployment-store.ts'
import { commandBus } from '../aws/event-bus.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { healthStore } from '../aws/monitoring/health-store.ts'
import { listOpenIssues } from '../aws/monitoring/open-issues.ts'
import { readQueueAges } from '../aws/monitoring/queue-ages.ts'
import { readReputation } from '../aws/monitoring/reputation.ts'
import { readSendingAccount } from '../aws/monitoring/sending-account.ts'
import type { SettingsOf } from '../core/environment.ts'
import type { ApprovalMessage, ComposeMessage } from '../core/messages.ts'
import { checkState } from './check-stack/check-state.ts'
import { requestExpiry, requestMissedRuns, requestPlanning } from './check-stack/request-runs.ts'
import { eventHandler, type Invocation } from './runtime/event-handler.ts'
import { logger } from './runtime/logger.ts'
import { publication } from './runtime/publication.ts'

// Called by AWS.
export const handler = eventHandler('check-stack', services, checkStack)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: SettingsOf<'check-stack'>) {
  const dynamo = createDynamo()
  const cloudWatch = createCloudWatch()
  const ses = createSes()
  const queueUrls = {
    ingest: settings.ingestQueueUrl,
    files: settings.filesQueueUrl,
    publish: settings.publishQueueUrl,
    plan: settings.planQueueUrl,
    send: settings.sendQueueUrl,
    feedback: settings.feedbackQueueUrl,
    confirmation: settings.confirmationQueueUrl,
    ...(settings.pingQueueUrl && { ping: settings.pingQueueUrl }),
  }
  return {
    publication,
    changes: changeStore(dynamo, settings.articlesTable),
    deployment: deploymentStore(dynamo, settings.articlesTable),
    health: healthStore(dynamo, settings.articlesTable),
    issues: issueStore(dynamo, settings.issuesTable),
    compose: commandBus<ComposeMessage | ApprovalMessage>(createEventBridge(), settings.eventBus, 'compose-issue'),
    listOpenIssues: () => listOpenIssues(dynamo, settings.issuesTable),
    readQueueAges: (now: Date) => readQueueAges(cloudWatch, queueUrls, now),
    readSendingAccount: () => readSendingAccount(ses),
    readReputation: (now: Date) => readReputation(cloudWatch, now),
  }
}

// Runs every five minutes. Safe to repeat: it requests a run again under the run's own id. The alarms are based on
// metrics of the log line with the findings.
export async function checkStack(_message: object, services: Services, { now }: Invocation): Promise<void> {
  const before = await services.health.get()
  const open = await services.listOpenIssues()
  const { digests, missed } = await requestMissedRuns(before, services, now)
  await requestPlanning(open, services, now)
  await requestExpiry(open, services, now)
  const { findings, feedsBehind, details } = await checkState(before, open, services, now)
  await services.health.put({ digests, ...(feedsBehind && { feedsBehind }) })
  const missedRuns = missed.filter(({ isLate }) => isLate).length
  logger.info('checked', { ...findings, missedRuns, ...details, missed })
}
