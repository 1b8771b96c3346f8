import { createDynamo, createEventBridge, createS3, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { deliveryStore } from '../aws/deliveries/delivery-store.ts'
import { commandBus } from '../aws/event-bus.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { queue } from '../aws/queue.ts'
import { subscriberStore } from '../aws/subscribers/subscriber-store.ts'
import { rowsPerPage } from '../core/deliveries/limits.ts'
import type { SettingsOf } from '../core/environment.ts'
import { type Issue, issueId } from '../core/issues/issue.ts'
import { ledgerPartitions } from '../core/keys.ts'
import type { ControlMessage, SendMessage } from '../core/messages.ts'
import { shards } from '../core/subscribers/subscriber.ts'
import { applyToPage } from './control-issue/apply-to-page.ts'
import { eventHandler, type Now } from './runtime/event-handler.ts'
import { siteOf } from './runtime/publication.ts'

/** Pages of the ledger per message, few enough to finish before the timeout of the Lambda. */
const pagesPerMessage = 40

// Called by AWS.
export const handler = eventHandler('control-issue', services, controlIssue)

type Services = ReturnType<typeof services>

// Runs once per cold start.
function services(settings: SettingsOf<'control-issue'>) {
  const dynamo = createDynamo()
  return {
    site: siteOf(settings),
    issues: issueStore(dynamo, settings.issuesTable),
    deliveries: deliveryStore(dynamo, settings.deliveriesTable),
    content: contentStore<Issue>(createS3(), settings.contentBucket, 4),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    control: commandBus<ControlMessage>(createEventBridge(), settings.eventBus, 'control-issue'),
    send: queue<SendMessage>(createSqs(), settings.sendQueueUrl),
  }
}

// Runs once per command, and then once or more for each shard of the ledger. Safe to repeat: a command that was applied
// changes nothing, and a sender reads the ledger before it submits.
export async function controlIssue(message: ControlMessage, services: Services, { now }: Now): Promise<void> {
  if (message.from) return applyToShard(message, message.from, services, now)
  if (message.order === 'resume') {
    await services.issues.resume(message, await services.deliveries.readStatistics(issueId(message)))
  }
  const parts = shards.map((shard) => ({ ...message, from: { part: `${shard}0`, after: undefined } }))
  await services.control.addAll(parts)
}

type Place = NonNullable<ControlMessage['from']>

/** Reads the partitions of one shard one after the other, page by page. */
async function applyToShard(message: ControlMessage, from: Place, services: Services, now: Date): Promise<void> {
  let place: Place | undefined = from
  for (let pages = 0; place && pages < pagesPerMessage; pages += 1) {
    const page = await services.deliveries.listPage(issueId(message), place.part, place.after, rowsPerPage)
    await applyToPage(message, page.deliveries, services, now)
    place = page.after === undefined ? nextPartition(place.part) : { part: place.part, after: page.after }
  }
  if (place) await services.control.add({ ...message, from: place })
}

/** Returns undefined after the last partition of a shard. */
function nextPartition(part: string): Place | undefined {
  const next = ledgerPartitions[ledgerPartitions.indexOf(part) + 1]
  return next !== undefined && next[0] === part[0] ? { part: next, after: undefined } : undefined
}
