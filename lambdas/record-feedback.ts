import { createDynamo } from '../aws/clients.ts'
import { deliveryStore } from '../aws/deliveries/delivery-store.ts'
import { softBounceStore } from '../aws/feedback/soft-bounce-store.ts'
import { suppressionStore } from '../aws/feedback/suppression-store.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { getSecrets } from '../aws/subscribers/secret-store.ts'
import { applyDelivery, type DeliveryFact } from '../core/deliveries/apply-delivery.ts'
import type { Settings } from '../core/environment.ts'
import { reasonToPause } from '../core/feedback/automatic-pause.ts'
import type { Feedback } from '../core/feedback/feedback.ts'
import { parseFeedback } from '../core/feedback/parse-feedback.ts'
import { planFeedback } from '../core/feedback/plan-feedback.ts'
import { readIssueId } from '../core/issues/issue.ts'
import { hashAddress } from '../core/subscribers/hash-address.ts'
import { logger } from './runtime/logger.ts'
import { memoize } from './runtime/memoize.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'

// Called by AWS.
export const handler = queueHandler(services, recordFeedback)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: Settings) {
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

// Runs once per event. Safe to repeat: a fact that the ledger knows changes nothing.
export async function recordFeedback(body: string, services: Services, now: Date): Promise<void> {
  const feedback = parseFeedback(body)
  if (!feedback) return
  const { suppressions, softBounces, fact } = planFeedback(feedback)
  const { addressPepper } = await services.secrets()
  for (const { address, suppression } of suppressions) {
    const hash = hashAddress(address, addressPepper)
    await services.suppressions.add(hash, { ...suppression, notedAt: now.toISOString() })
  }
  for (const address of softBounces) await countSoftBounce(hashAddress(address, addressPepper), feedback, services, now)
  if (feedback.kind === 'delivery') {
    for (const { address } of feedback.recipients) await services.softBounces.clear(hashAddress(address, addressPepper))
  }
  const { issue, delivery } = feedback.deliveryTags
  if (!issue || !delivery) return
  await recordFact(issue, delivery, fact, services)
  if (feedback.kind === 'bounce' || feedback.kind === 'complaint') await guardIssue(issue, services, now)
}

/** A mailbox that has failed for several issues in a row is given up. */
async function countSoftBounce(hash: string, feedback: Feedback, services: Services, now: Date): Promise<void> {
  const count = await services.softBounces.add(hash, feedback.deliveryTags.issue ?? feedback.messageId, now)
  if (count < services.site.publication.limits.softBounces) return
  await services.suppressions.add(hash, { reason: 'bounce', at: feedback.at, notedAt: now.toISOString() })
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

/** Pauses an issue that goes wrong; the operator decides how it goes on. */
async function guardIssue(id: string, { site, issues, deliveries }: Services, now: Date): Promise<void> {
  const name = readIssueId(id)
  const record = name && (await issues.get(name.digest, name.number))
  if (!record || record.hold) return
  const statistics = await deliveries.readStatistics(id)
  const reason = reasonToPause(statistics, record.forgiven, site.publication.limits)
  if (!reason) return
  const held = await issues.hold(record, { kind: 'paused', reason, at: now.toISOString() }, true)
  // The alarm looks for these words.
  if (held === 'held') logger.error('issue paused', { issue: id, reason, statistics })
}
