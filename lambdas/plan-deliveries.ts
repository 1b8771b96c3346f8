import { createDynamo, createS3, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { deliveryStore } from '../aws/deliveries/delivery-store.ts'
import { correctionStore } from '../aws/issues/correction-store.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { queue } from '../aws/queue.ts'
import { subscriberStore } from '../aws/subscribers/subscriber-store.ts'
import { ledgerEntry } from '../core/deliveries/delivery.ts'
import { recipientsPerMessage, rowsPerPage } from '../core/deliveries/limits.ts'
import type { SettingsOf } from '../core/environment.ts'
import { type Issue, issueId } from '../core/issues/issue.ts'
import type { PlanMessage, Recipient, SendMessage } from '../core/messages.ts'
import { shards } from '../core/subscribers/subscriber.ts'
import { chooseRecipients } from './plan-deliveries/choose-recipients.ts'
import { queueHandler } from './runtime/queue-handler.ts'

// Called by AWS.
export const handler = queueHandler('plan-deliveries', services, planShard)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: SettingsOf<'plan-deliveries'>) {
  const dynamo = createDynamo()
  const sqs = createSqs()
  return {
    issues: issueStore(dynamo, settings.issuesTable),
    content: contentStore<Issue>(createS3(), settings.contentBucket, 4),
    corrections: correctionStore(dynamo, settings.issuesTable),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    deliveries: deliveryStore(dynamo, settings.deliveriesTable),
    plan: queue<PlanMessage>(sqs, settings.planQueueUrl),
    send: queue<SendMessage>(sqs, settings.sendQueueUrl),
  }
}

// Runs once per page of a shard. Safe to repeat: the ledger keeps the first entry of a delivery, and a sender reads the
// ledger before it submits.
export async function planShard(body: string, services: Services): Promise<void> {
  const message = JSON.parse(body) as PlanMessage // our own message
  const { digest, number, shard } = message
  const record = await services.issues.get(digest, number)
  if (!record) throw new Error(`There is no issue ${digest} ${number}`)
  if (record.state === 'planned' || record.hold?.kind === 'cancelled') return
  const issue = await services.content.get(record.contentKey)
  const page = await services.subscribers.listRecipients(digest, shard, message.cursor, rowsPerPage)
  let count = message.chosen ?? 0
  for (const [notBefore, recipients] of await chooseRecipients(issue, page.subscribers, services)) {
    count += recipients.length
    for (let start = 0; start < recipients.length; start += recipientsPerMessage) {
      await queueAndStore(message, recipients.slice(start, start + recipientsPerMessage), notBefore, services)
    }
  }
  if (page.cursor) await services.plan.add({ ...message, cursor: page.cursor, chosen: count })
  else await finishShard(message, count, services)
}

/**
 * Queues deliveries for the senders, then stores them. A sender stores any that the ledger lacks. In the opposite
 * order, a crash in between could leave a delivery that is never sent, because the retry does not see subscribers who
 * have left in the meantime.
 */
async function queueAndStore(
  message: PlanMessage,
  recipients: readonly Recipient[],
  notBefore: string | undefined,
  services: Services,
): Promise<void> {
  const { digest, number } = message
  await services.send.add({ digest, number, recipients, ...(notBefore && { notBefore }) })
  await Promise.all(recipients.map((each) => services.deliveries.add(ledgerEntry(issueId(message), each))))
}

async function finishShard({ digest, number, shard }: PlanMessage, recipients: number, { issues }: Services) {
  await issues.putPlanned({ digest, number }, shard, recipients)
  const planned = await issues.listPlanned({ digest, number })
  // The issue may still be `composed` if this overtakes the end of compose-issue.
  if (planned.size === shards.length) await issues.move({ digest, number }, ['composed', 'planning'], 'planned')
}
