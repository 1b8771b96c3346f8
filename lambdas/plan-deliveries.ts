import { createDynamo, createS3, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { deliveryStore } from '../aws/delivery-store.ts'
import { issueStore } from '../aws/issue-store.ts'
import { queue } from '../aws/queue.ts'
import { subscriberStore } from '../aws/subscriber-store.ts'
import { planDelivery } from '../core/deliveries/plan-delivery.ts'
import type { Issue } from '../core/issues/issue.ts'
import type { PlanMessage, SendMessage } from '../core/messages.ts'
import type { Settings } from '../core/settings.ts'
import { shards } from '../core/subscribers/subscriber.ts'
import { queueHandler } from './runtime/queue-handler.ts'

/** Subscribers read at a time, and deliveries per message to the senders. */
const pageSize = 500
const batchSize = 25

// Called by AWS.
export const handler = queueHandler(services, planShard)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: Settings) {
  const dynamo = createDynamo()
  const sqs = createSqs()
  return {
    issues: issueStore(dynamo, settings.issuesTable),
    content: contentStore<Issue>(createS3(), settings.contentBucket, 4),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    deliveries: deliveryStore(dynamo, settings.deliveriesTable),
    plan: queue<PlanMessage>(sqs, settings.planQueueUrl),
    send: queue<SendMessage>(sqs, settings.sendQueueUrl),
  }
}

// Runs once per page of a shard. Safe to repeat: the ledger keeps the first entry of a delivery, and a sender looks
// there before it does anything.
export async function planShard(body: string, services: Services): Promise<void> {
  const message = JSON.parse(body) as PlanMessage // our own message
  const { digest, number, shard } = message
  const record = await services.issues.get(digest, number)
  if (!record) throw new Error(`There is no issue ${digest} ${number}`)
  const issue = await services.content.get(record.contentKey)
  const page = await services.subscribers.listRecipients(digest, shard, message.cursor, pageSize)
  const planned = page.subscribers.flatMap((subscriber) => planDelivery(issue, subscriber) ?? [])
  for (let start = 0; start < planned.length; start += batchSize) {
    const batch = planned.slice(start, start + batchSize)
    await Promise.all(batch.map((delivery) => services.deliveries.add(delivery)))
    await services.send.add({ digest, number, subscriberIds: batch.map((delivery) => delivery.subscriberId) })
  }
  if (page.cursor) await services.plan.add({ ...message, cursor: page.cursor })
  else await finishShard(message, services)
}

async function finishShard({ digest, number, shard }: PlanMessage, { issues }: Services): Promise<void> {
  await issues.putPlanned({ digest, number }, shard)
  const planned = await issues.listPlanned({ digest, number })
  if (planned.length === shards.length) await issues.move({ digest, number }, 'planning', 'planned')
}
