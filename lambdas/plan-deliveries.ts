import { createDynamo, createS3, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { deliveryStore } from '../aws/deliveries/delivery-store.ts'
import { correctionStore } from '../aws/issues/correction-store.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { queue } from '../aws/queue.ts'
import { subscriberStore } from '../aws/subscribers/subscriber-store.ts'
import { chooseRecipient } from '../core/deliveries/choose-recipient.ts'
import { ledgerEntry } from '../core/deliveries/delivery.ts'
import { deliveryTime } from '../core/deliveries/delivery-time.ts'
import type { Settings } from '../core/environment.ts'
import { type Issue, issueId } from '../core/issues/issue.ts'
import type { PlanMessage, Recipient, SendMessage } from '../core/messages.ts'
import { type Subscriber, shards } from '../core/subscribers/subscriber.ts'
import { historyReader } from './plan-deliveries/read-history.ts'
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
    corrections: correctionStore(dynamo, settings.issuesTable),
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
  if (record.state === 'planned' || record.hold?.kind === 'cancelled') return
  const issue = await services.content.get(record.contentKey)
  const page = await services.subscribers.listRecipients(digest, shard, message.cursor, pageSize)
  let chosen = message.chosen ?? 0
  for (const [notBefore, recipients] of await chooseRecipients(issue, page.subscribers, services)) {
    chosen += recipients.length
    for (let start = 0; start < recipients.length; start += batchSize) {
      await enter(message, recipients.slice(start, start + batchSize), notBefore, services)
    }
  }
  if (page.cursor) await services.plan.add({ ...message, cursor: page.cursor, chosen })
  else await finishShard(message, chosen, services)
}

/** Returns the recipients of an issue, grouped by the instant from which they may be mailed. */
async function chooseRecipients(issue: Issue, subscribers: readonly Subscriber[], services: Services) {
  const readHistory = historyReader(issue, services)
  const byTime = new Map<string | undefined, Recipient[]>()
  const recipients = await Promise.all(
    subscribers.map(async (subscriber) => chooseRecipient(issue, subscriber, await readHistory(subscriber))),
  )
  for (const [index, recipient] of recipients.entries()) {
    if (!recipient) continue
    const time = deliveryTime(issue, subscribers[index]?.timeZone ?? 'UTC')
    byTime.set(time, [...(byTime.get(time) ?? []), recipient])
  }
  return byTime
}

/**
 * The senders are told first, and enter in the ledger what they don't find there. The other way round, a crash in between
 * would leave behind deliveries that nobody sends: the next try does not see a subscriber who has left since.
 */
async function enter(
  message: PlanMessage,
  recipients: readonly Recipient[],
  notBefore: string | undefined,
  services: Services,
): Promise<void> {
  const { digest, number } = message
  await services.send.add({ digest, number, recipients, ...(notBefore && { notBefore }) })
  await Promise.all(recipients.map((each) => services.deliveries.add(ledgerEntry(issueId(message), each))))
}

async function finishShard(
  { digest, number, shard }: PlanMessage,
  chosen: number,
  { issues }: Services,
): Promise<void> {
  await issues.putPlanned({ digest, number }, shard, chosen)
  const planned = await issues.listPlanned({ digest, number })
  // The issue may not have been moved on to `planning` yet.
  if (planned.size === shards.length) await issues.move({ digest, number }, ['composed', 'planning'], 'planned')
}
