import { createDynamo, createS3, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { deliveryStore, type StoredDelivery } from '../aws/deliveries/delivery-store.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { queue } from '../aws/queue.ts'
import { subscriberStore } from '../aws/subscribers/subscriber-store.ts'
import { applyCommand } from '../core/deliveries/apply-command.ts'
import { deliveryTime } from '../core/deliveries/delivery-time.ts'
import type { Settings } from '../core/environment.ts'
import { type Issue, issueId } from '../core/issues/issue.ts'
import { ledgerPartitions } from '../core/keys.ts'
import type { ControlMessage, Recipient, SendMessage } from '../core/messages.ts'
import { shards } from '../core/subscribers/subscriber.ts'
import { siteOf } from './runtime/publication.ts'
import { queueHandler } from './runtime/queue-handler.ts'

/** Deliveries read at a time, those that one message sees to, and those that a sender is told of at a time. */
const pageSize = 500
const pagesAtOnce = 40
const batchSize = 25

// Called by AWS.
export const handler = queueHandler(services, controlIssue)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: Settings) {
  const dynamo = createDynamo()
  const sqs = createSqs()
  return {
    site: siteOf(settings),
    issues: issueStore(dynamo, settings.issuesTable),
    deliveries: deliveryStore(dynamo, settings.deliveriesTable),
    content: contentStore<Issue>(createS3(), settings.contentBucket, 4),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    control: queue<ControlMessage>(sqs, settings.controlQueueUrl),
    send: queue<SendMessage>(sqs, settings.sendQueueUrl),
  }
}

// Runs once per order, and then for each shard of the ledger from a place on. Safe to repeat: an order that was followed
// changes nothing, and a sender looks in the ledger before it does anything.
export async function controlIssue(body: string, services: Services, now: Date): Promise<void> {
  const message = JSON.parse(body) as ControlMessage // our own message
  if (message.from) return lookThrough(message, message.from, services, now)
  if (message.order === 'resume') {
    await services.issues.release(message, await services.deliveries.readStatistics(issueId(message)))
  }
  const parts = shards.map((shard) => ({ ...message, from: { part: `${shard}0`, after: undefined } }))
  await services.control.addAll(parts)
}

type Place = NonNullable<ControlMessage['from']>

/** The partitions of one shard, one after the other, page by page. */
async function lookThrough(message: ControlMessage, from: Place, services: Services, now: Date): Promise<void> {
  let place: Place | undefined = from
  for (let pages = 0; place && pages < pagesAtOnce; pages += 1) {
    const page = await services.deliveries.listPage(issueId(message), place.part, place.after, pageSize)
    await follow(message, page.deliveries, services, now)
    place = page.after === undefined ? nextPartition(place.part) : { part: place.part, after: page.after }
  }
  if (place) await services.control.add({ ...message, from: place })
}

/** Undefined after the last one of a shard. */
function nextPartition(part: string): Place | undefined {
  const next = ledgerPartitions[ledgerPartitions.indexOf(part) + 1]
  return next !== undefined && next[0] === part[0] ? { part: next, after: undefined } : undefined
}

/** The ledger comes first: of what was made pending right before a crash, the next try tells a sender. */
async function follow(
  { digest, number, order }: ControlMessage,
  page: readonly StoredDelivery[],
  services: Services,
  now: Date,
): Promise<void> {
  const { deliveries, send, site } = services
  const { onUnknown } = site.publication
  const judged = page.map((stored) => ({
    stored,
    ...applyCommand(stored.delivery, order, now.toISOString(), onUnknown),
  }))
  const changed = judged.filter(({ stored, after }) => after !== stored.delivery)
  await Promise.all(changed.map(({ stored, after }) => deliveries.save(stored, after)))
  const recipients = judged
    .filter(({ toSender }) => toSender)
    .map(({ after: { subscriberId, articles } }) => ({ subscriberId, articles }))
  const times = await timesOf({ digest, number }, recipients, services)
  for (const [notBefore, some] of Map.groupBy(recipients, ({ subscriberId }) => times.get(subscriberId))) {
    for (let start = 0; start < some.length; start += batchSize) {
      const message = { digest, number, recipients: some.slice(start, start + batchSize) }
      await send.add({ ...message, ...(notBefore && { notBefore }) })
    }
  }
}

/** By when they are to be mailed, where an issue waits for everybody's own time of day. */
async function timesOf(
  { digest, number }: Pick<ControlMessage, 'digest' | 'number'>,
  recipients: readonly Recipient[],
  { issues, content, subscribers }: Services,
): Promise<ReadonlyMap<string, string | undefined>> {
  const record = recipients.length > 0 ? await issues.get(digest, number) : undefined
  const issue = record && (await content.get(record.contentKey))
  const times = new Map<string, string | undefined>()
  if (!issue || deliveryTime(issue, 'UTC') === undefined) return times
  for (let start = 0; start < recipients.length; start += 100) {
    const ids = recipients.slice(start, start + 100).map(({ subscriberId }) => subscriberId)
    for (const { id, timeZone } of await subscribers.getMany(ids)) times.set(id, deliveryTime(issue, timeZone))
  }
  return times
}
