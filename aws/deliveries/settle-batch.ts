import { type BatchPlace, readBatchName } from '../../core/deliveries/portion.ts'
import {
  areEqual,
  changeOf,
  countSettled,
  openBatches,
  type PortionProgress,
  type SettledCounts,
} from '../../core/deliveries/settled-counts.ts'
import { type DeliveryCounts, type IssueRecord, issueId } from '../../core/issues/issue.ts'
import type { Site } from '../../core/site.ts'
import { retryWhenTaken } from '../conflict.ts'
import { type EndStores, endIssue } from '../issues/end-issue.ts'
import type { IssueName } from '../issues/issue-states.ts'
import type { IssueStore } from '../issues/issue-store.ts'
import type { DeliveryStore } from './delivery-store.ts'
import type { ProgressStore } from './progress-store.ts'

export type BatchStores = EndStores & {
  readonly site: Site
  readonly issues: Pick<IssueStore, 'get' | 'changeCounts'>
  readonly deliveries: Pick<DeliveryStore, 'getMany'>
  readonly progress: Pick<ProgressStore, 'get' | 'getPortion' | 'count' | 'recount' | 'finish'>
}

/**
 * Counts a batch if all of its deliveries are settled, and ends the issue if it was the last batch. It is called after
 * every change of a delivery's state, so in the end the counts are those of the ledger.
 * @param known the counts, if the caller has seen all deliveries of the batch settled
 * @returns the counts of the issue if this call has ended it
 */
export async function settleBatch(
  issue: IssueName,
  batch: string,
  known: SettledCounts | undefined,
  stores: BatchStores,
  now: Date,
): Promise<DeliveryCounts | undefined> {
  const place = readBatchName(batch)
  const id = issueId(issue)
  const counted = known ? await stores.progress.count(id, place, known) : 'taken'
  const progress = counted === 'taken' ? await recount(issue, place, known, stores, now) : counted
  if (!progress || openBatches(progress).length > 0) return undefined
  if (!progress.finished) await finishPortion(id, place, stores)
  return endIssue(issue, stores, now)
}

/**
 * Replaces the counts of a batch by those of the ledger. It reads the portion before the ledger, and writes only if the
 * portion is still the same, so that no count replaces one of a later state. Returns undefined for a portion that was
 * planned before batches were counted.
 */
async function recount(
  issue: IssueName,
  place: BatchPlace,
  known: SettledCounts | undefined,
  stores: BatchStores,
  now: Date,
): Promise<PortionProgress | undefined> {
  const id = issueId(issue)
  return retryWhenTaken(async () => {
    const progress = await stores.progress.get(id, place.shard, place.portion)
    const record = await stores.issues.get(issue.digest, issue.number)
    const before = progress?.counts[place.index]
    if (!progress || !record || areEqual(before, known)) return progress
    const after = await readCounts(record, place, before, stores, now)
    if (areEqual(before ?? {}, after)) return progress
    const alongside = stores.issues.changeCounts(record, changeOf(before ?? {}, after))
    const result = await stores.progress.recount(id, place, progress, after, alongside)
    if (result === 'taken' || !after.unknown) return result
    // An event may have settled an unknown delivery in between.
    return areEqual(after, await readCounts(record, place, after, stores, now)) ? result : 'taken'
  })
}

/** Counts a batch in the ledger. Returns no counts if one of its deliveries is open. */
async function readCounts(
  record: IssueRecord,
  { shard, portion, index }: BatchPlace,
  before: SettledCounts | undefined,
  { site, progress, deliveries }: BatchStores,
  now: Date,
): Promise<SettledCounts> {
  const id = issueId(record)
  const recipients = (await progress.getPortion(id, shard, portion))?.batches[index]?.recipients ?? []
  const ids = recipients.map(({ subscriberId }) => subscriberId)
  const byId = new Map((await deliveries.getMany(id, ids)).map(({ delivery }) => [delivery.subscriberId, delivery]))
  // Nobody works on a delivery that was counted as unknown, whatever publication.json says by now.
  const isLeft = record.state === 'cancelled' || before?.unknown !== undefined
  const batch = ids.map((subscriberId) => byId.get(subscriberId))
  return countSettled(batch, now.toISOString(), isLeft ? 'leave' : site.publication.onUnknown) ?? {}
}

async function finishPortion(id: string, { shard, portion }: BatchPlace, { progress }: BatchStores): Promise<void> {
  await retryWhenTaken(async () => {
    const current = await progress.get(id, shard, portion)
    if (!current || current.finished || openBatches(current).length > 0) return 'finished'
    return progress.finish(id, shard, current)
  })
}
