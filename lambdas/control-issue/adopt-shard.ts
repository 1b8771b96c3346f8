import type { ContentStore } from '../../aws/content-store.ts'
import type { DeliveryStore } from '../../aws/deliveries/delivery-store.ts'
import type { ProgressStore } from '../../aws/deliveries/progress-store.ts'
import { type BatchStores, settleBatch } from '../../aws/deliveries/settle-batch.ts'
import { endIssue } from '../../aws/issues/end-issue.ts'
import type { IssueStore } from '../../aws/issues/issue-store.ts'
import type { SubscriberStore } from '../../aws/subscribers/subscriber-store.ts'
import type { Delivery } from '../../core/deliveries/delivery.ts'
import { deliveryTime } from '../../core/deliveries/delivery-time.ts'
import { subscribersPerPortion } from '../../core/deliveries/limits.ts'
import { batchName, cutBatches } from '../../core/deliveries/portion.ts'
import { countPlanned, countSettled } from '../../core/deliveries/settled-counts.ts'
import { type Issue, issueId } from '../../core/issues/issue.ts'
import { ledgerPartitions, partOf } from '../../core/keys.ts'
import type { ControlMessage, ControlPlace } from '../../core/messages.ts'
import { shards } from '../../core/subscribers/subscriber.ts'
import { logEnd } from '../runtime/log-end.ts'

export type AdoptServices = BatchStores & {
  readonly issues: Pick<IssueStore, 'get' | 'putPlanned' | 'finishPlanning'>
  readonly deliveries: Pick<DeliveryStore, 'listPage'>
  readonly progress: Pick<ProgressStore, 'addPortion'>
  readonly content: Pick<ContentStore<Issue>, 'get'>
  readonly subscribers: Pick<SubscriberStore, 'getMany'>
}

type LedgerPlace = NonNullable<ControlPlace['ledger']>

/**
 * Records the portions of a shard that was planned before portions were recorded: one portion for each page of its ledger.
 * Handles one page. Returns where the next one starts; undefined after the last, when the shard is like any other.
 */
export async function adoptShard(
  message: ControlMessage,
  shard: string,
  place: LedgerPlace = { cursor: `${shard}0`, portion: 1, recipients: 0, filled: 0 },
  services: AdoptServices,
  now: Date,
): Promise<LedgerPlace | undefined> {
  const { cursor, portion } = place
  const id = issueId(message)
  const { deliveries, next } = await readPage(id, cursor, services)
  const times = await readDeliveryTimes(message, deliveries, services)
  const recipients = deliveries.map(({ subscriberId, articles }) => ({ subscriberId, articles }))
  const batches = cutBatches(Map.groupBy(recipients, ({ subscriberId }) => times.get(subscriberId)))
  const { stored } = await services.progress.addPortion(id, shard, portion, { batches, next })
  const byId = new Map(deliveries.map((delivery) => [delivery.subscriberId, delivery]))
  for (const [index, batch] of stored.batches.entries()) {
    const rows = batch.recipients.map(({ subscriberId }) => byId.get(subscriberId))
    const known = countSettled(rows, now.toISOString(), services.site.publication.onUnknown)
    const name = batchName({ shard, portion, index })
    if (known) logEnd(message, await settleBatch(message, name, known, services, now))
  }
  const sums = {
    recipients: place.recipients + stored.batches.reduce((sum, batch) => sum + batch.recipients.length, 0),
    filled: place.filled + (stored.batches.length > 0 ? 1 : 0),
  }
  if (stored.next !== undefined) return { cursor: stored.next, portion: portion + 1, ...sums }
  await services.issues.putPlanned(message, shard, { recipients: sums.recipients, portions: sums.filled })
  const recipientsOfAll = countPlanned(await services.issues.listPlanned(message), shards)
  if (recipientsOfAll !== undefined) await services.issues.finishPlanning(message, recipientsOfAll)
  logEnd(message, await endIssue(message, services, now))
  return undefined
}

/** Reads a page of the ledger. A cursor is a subscriber's id, or the two digits of a part at its start. */
async function readPage(id: string, cursor: string, { deliveries }: AdoptServices) {
  const part = partOf(cursor)
  const start = cursor === part ? undefined : cursor
  const page = await deliveries.listPage(id, part, start, subscribersPerPortion)
  const following = ledgerPartitions[ledgerPartitions.indexOf(part) + 1]
  const next = page.after ?? (following?.[0] === part[0] ? following : undefined)
  return { deliveries: page.deliveries.map(({ delivery }) => delivery), next }
}

/** Returns the delivery times of an issue that is delivered at each subscriber's own time of day; empty for other issues. */
async function readDeliveryTimes(
  { digest, number }: ControlMessage,
  deliveries: readonly Delivery[],
  { issues, content, subscribers }: AdoptServices,
): Promise<ReadonlyMap<string, string | undefined>> {
  const record = deliveries.length > 0 ? await issues.get(digest, number) : undefined
  const issue = record && (await content.get(record.contentKey))
  const times = new Map<string, string | undefined>()
  if (!issue || deliveryTime(issue, 'UTC') === undefined) return times
  for (let start = 0; start < deliveries.length; start += 100) {
    const ids = deliveries.slice(start, start + 100).map(({ subscriberId }) => subscriberId)
    for (const { id, timeZone } of await subscribers.getMany(ids)) times.set(id, deliveryTime(issue, timeZone))
  }
  return times
}
