import { createDynamo } from '../aws/clients.ts'
import { deliveryStore } from '../aws/deliveries/delivery-store.ts'
import { softBounceStore } from '../aws/feedback/soft-bounce-store.ts'
import { suppressionStore } from '../aws/feedback/suppression-store.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { getSecrets } from '../aws/subscribers/secret-store.ts'
import { applyDelivery, type DeliveryFact } from '../core/deliveries/apply-delivery.ts'
import type { SettingsOf } from '../core/environment.ts'
import { reasonToPause } from '../core/feedback/automatic-pause.ts'
import { parseFeedback } from '../core/feedback/parse-feedback.ts'
import { planFeedback } from '../core/feedback/plan-feedback.ts'
import { readIssueId } from '../core/issues/issue.ts'
import { recordAddresses } from './record-feedback/record-addresses.ts'
import { logger } from './runtime/logger.ts'
import { memoize } from './runtime/memoize.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'

// Called by AWS.
export const handler = queueHandler('record-feedback', services, recordFeedback)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: SettingsOf<'record-feedback'>) {
  const dynamo = createDynamo()
  return {
    site: siteOf(settings),
    issues: issueStore(dynamo, settings.issuesTable),
    deliveries: deliveryStore(dynamo, settings.deliveriesTable),
    suppressions: suppressionStore(dynamo, settings.subscribersTable),
    softBounces: softBounceStore(dynamo, settings.subscribersTable),
    secrets: memoize(() => getSecrets(dynamo, settings.subscribersTable)),
  }
}

// Runs once per event. Safe to repeat: a fact that the ledger already contains changes nothing.
export async function recordFeedback(body: string, services: Services, now: Date): Promise<void> {
  const feedback = parseFeedback(body)
  if (!feedback) return
  const plan = planFeedback(feedback)
  await recordAddresses(feedback, plan, services, now)
  const { issue, delivery } = feedback.deliveryTags
  if (!issue || !delivery) return
  await recordFact(issue, delivery, plan.fact, services)
  if (feedback.kind === 'bounce' || feedback.kind === 'complaint') await pauseIfNeeded(issue, services, now)
}

async function recordFact(issueId: string, subscriberId: string, fact: DeliveryFact, services: Services) {
  const { deliveries } = services
  const stored = await deliveries.get(issueId, subscriberId)
  if (!stored) return
  const after = applyDelivery(stored.delivery, fact)
  if (after === 'impossible' || after === stored.delivery) return
  const change = after.outcome === stored.delivery.outcome ? deliveries.save : deliveries.report
  if ((await change(stored, after)) === 'taken') await recordFact(issueId, subscriberId, fact, services)
}

/** Pauses an issue with too many bounces or complaints. Only the operator resumes it. */
async function pauseIfNeeded(id: string, { site, issues, deliveries }: Services, now: Date): Promise<void> {
  const name = readIssueId(id)
  const record = name && (await issues.get(name.digest, name.number))
  if (!record || record.hold) return
  const statistics = await deliveries.readStatistics(id)
  const reason = reasonToPause(statistics, record.forgiven, site.publication.limits)
  if (!reason) return
  const result = await issues.stop(record, { kind: 'paused', reason, at: now.toISOString() }, true)
  // An alarm searches the log for this message.
  if (result === 'stopped') logger.error('issue paused', { issue: id, reason, statistics })
}
