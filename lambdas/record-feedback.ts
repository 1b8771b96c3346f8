import { createDynamo, createSqs } from '../aws/clients.ts'
import { deliveryStore } from '../aws/deliveries/delivery-store.ts'
import { progressStore } from '../aws/deliveries/progress-store.ts'
import { settleBatch } from '../aws/deliveries/settle-batch.ts'
import { deadLetterQueue } from '../aws/feedback/dead-letter-queue.ts'
import { softBounceStore } from '../aws/feedback/soft-bounce-store.ts'
import { suppressionStore } from '../aws/feedback/suppression-store.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { getSecrets } from '../aws/subscribers/secret-store.ts'
import type { DeliveryFact } from '../core/deliveries/apply-delivery.ts'
import { applyFeedback } from '../core/deliveries/apply-feedback.ts'
import type { Delivery } from '../core/deliveries/delivery.ts'
import type { SettingsOf } from '../core/environment.ts'
import { parseFeedback } from '../core/feedback/parse-feedback.ts'
import { planFeedback } from '../core/feedback/plan-feedback.ts'
import { readIssueId } from '../core/issues/issue.ts'
import { isPermissionId } from '../core/permission/plan-permission.ts'
import { isWelcomeId } from '../core/welcome/plan-welcome.ts'
import { pauseIfNeeded } from './record-feedback/pause-if-needed.ts'
import { recordAddresses } from './record-feedback/record-addresses.ts'
import { logEnd } from './runtime/log-end.ts'
import { logger } from './runtime/logger.ts'
import { memoize } from './runtime/memoize.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'

// Called by AWS.
export const handler = queueHandler('record-feedback', services, recordFeedback, { handsBack: true })

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: SettingsOf<'record-feedback'>) {
  const dynamo = createDynamo()
  return {
    site: siteOf(settings),
    issues: issueStore(dynamo, settings.issuesTable),
    deliveries: deliveryStore(dynamo, settings.deliveriesTable),
    progress: progressStore(dynamo, settings.deliveriesTable),
    suppressions: suppressionStore(dynamo, settings.subscribersTable),
    softBounces: softBounceStore(dynamo, settings.subscribersTable),
    failures: deadLetterQueue(createSqs(), settings.failuresQueueUrl, 'feedback'),
    secrets: memoize(() => getSecrets(dynamo, settings.subscribersTable)),
  }
}

// Runs once per event. Safe to repeat: a fact that the ledger already contains changes nothing. A bounce or complaint that
// cannot be read goes to the dead-letter queue, because an address may be mailed that must not be.
export async function recordFeedback(body: string, services: Services, now: Date): Promise<void> {
  const feedback = parseFeedback(body)
  if (!feedback) return
  if (feedback.kind === 'unreadable') {
    logger.error('unreadable', { reason: feedback.reason })
    await services.failures.add(body, feedback.reason)
    return
  }
  const plan = planFeedback(feedback)
  await recordAddresses(feedback, plan, services, now)
  const { issue, delivery } = feedback.deliveryTags
  if (!issue || !delivery) return
  const name = readIssueId(issue)
  if (!name && !isWelcomeId(issue) && !isPermissionId(issue)) return
  const recorded = await recordFact(issue, delivery, plan.fact, services)
  if (!name) return
  // Only this Lambda counts the batch again. So it also does when a repeated event finds the delivery already changed.
  if (recorded?.settledLate && recorded.batch)
    logEnd(name, await settleBatch(name, recorded.batch, undefined, services, now))
  if (feedback.kind === 'bounce' || feedback.kind === 'complaint') await pauseIfNeeded(name, services, now)
}

/**
 * Returns the delivery after the fact; undefined if the ledger does not have it. Nearly all deliveries are submitted by now.
 * That state is final, so a cheap read that may be a little old is enough for them.
 */
async function recordFact(
  issueId: string,
  subscriberId: string,
  fact: DeliveryFact,
  services: Services,
  isFresh = false,
): Promise<Delivery | undefined> {
  const { deliveries } = services
  const stored = await deliveries.get(issueId, subscriberId, isFresh)
  if (!isFresh && stored?.delivery.state !== 'submitted') return recordFact(issueId, subscriberId, fact, services, true)
  if (!stored) return undefined
  const after = applyFeedback(stored.delivery, fact)
  if (after === stored.delivery) return after
  const change = after.outcome === stored.delivery.outcome ? deliveries.save : deliveries.report
  return (await change(stored, after)) === 'taken' ? recordFact(issueId, subscriberId, fact, services, true) : after
}
