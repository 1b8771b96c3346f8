import type { DeliveryCounts } from '../issues/issue.ts'
import { isSettled } from './apply-delivery.ts'
import type { Delivery, DeliveryState } from './delivery.ts'

/** The states in which a delivery stays unless an operator or a late report of SES changes it. */
export const settledStates = ['submitted', 'skipped', 'suppressed', 'failed', 'unknown'] as const
export type SettledState = (typeof settledStates)[number]

/** Numbers of deliveries by settled state. A state that does not occur is absent. */
export type SettledCounts = Readonly<Partial<Record<SettledState, number>>>

/** Which batches of a portion are settled. */
export type PortionProgress = {
  readonly portion: number
  /** The number of recipients of each batch. */
  readonly sizes: readonly number[]
  /** The counts of the batches that were settled at least once, by index. A batch that was reopened has no counts. */
  readonly counts: Readonly<Record<string, SettledCounts>>
  /** True once the counts have been added to the totals of the shard. */
  readonly finished: boolean
  /** Increases with every change. */
  readonly version: number
}

/** The sums of a shard's finished portions. */
export type ShardTotal = {
  readonly portions: number
  readonly counts: SettledCounts
  /** Increases with every change. */
  readonly version: number
}

/** What the planners recorded about a finished shard. */
export type PlannedShard = {
  readonly recipients: number
  /** Number of portions with recipients. Undefined if the shard was planned before portions were recorded. */
  readonly portions: number | undefined
}

/** Counts deliveries by state. Undefined if one is still open, or missing. */
export function countSettled(
  deliveries: readonly (Delivery | undefined)[],
  at: string,
  onUnknown: 'leave' | 'resend',
): SettledCounts | undefined {
  const states = deliveries.map((each) => each && isSettled(each, at, onUnknown) && each.state)
  return states.every(isSettledState) ? countStates(states) : undefined
}

export function countStates(states: readonly SettledState[]): SettledCounts {
  const groups = Map.groupBy(states, (state) => state)
  return Object.fromEntries([...groups].map(([state, of]) => [state, of.length]))
}

function isSettledState(state: DeliveryState | false | undefined): state is SettledState {
  return settledStates.some((each) => each === state)
}

export function sumCounts(counts: Iterable<SettledCounts>): SettledCounts {
  const list = [...counts]
  const sums = settledStates.map((state) => [state, list.reduce((sum, each) => sum + (each[state] ?? 0), 0)] as const)
  return Object.fromEntries(sums.filter(([, sum]) => sum !== 0))
}

/** Returns what must be added to `before` to get `after`; some numbers may be negative. */
export function changeOf(before: SettledCounts, after: SettledCounts): SettledCounts {
  const changes = settledStates.map((state) => [state, (after[state] ?? 0) - (before[state] ?? 0)] as const)
  return Object.fromEntries(changes.filter(([, change]) => change !== 0))
}

export function areEqual(one: SettledCounts | undefined, other: SettledCounts | undefined): boolean {
  return one !== undefined && other !== undefined && Object.keys(changeOf(one, other)).length === 0
}

/** Returns the number of deliveries in a settled state. */
export function sizeOf(counts: SettledCounts | undefined): number {
  return Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0)
}

/** Returns the indexes of the batches with deliveries that are not settled. */
export function openBatches({ sizes, counts }: PortionProgress): number[] {
  return sizes.flatMap((size, index) => (sizeOf(counts[index]) === size ? [] : [index]))
}

/** Adds the deliveries that are not settled to the counts, as pending. */
export function deliveryCounts(recipients: number, settled: SettledCounts): DeliveryCounts {
  const { submitted = 0, skipped = 0, suppressed = 0, failed = 0, unknown = 0 } = settled
  const pending = recipients - submitted - skipped - suppressed - failed - unknown
  return { recipients, submitted, skipped, suppressed, failed, unknown, pending }
}

/** Counts the deliveries of an issue whose portions may not all be planned yet. */
export function countPortions(portions: readonly Pick<PortionProgress, 'sizes' | 'counts'>[]): DeliveryCounts {
  const recipients = portions.flatMap(({ sizes }) => sizes).reduce((sum, size) => sum + size, 0)
  return deliveryCounts(recipients, sumCounts(portions.flatMap(({ counts }) => Object.values(counts))))
}

/** Returns the number of an issue's recipients; undefined if a shard is not planned, or was planned without portions. */
export function countPlanned(
  planned: ReadonlyMap<string, PlannedShard>,
  shards: readonly string[],
): number | undefined {
  const all = shards.map((shard) => planned.get(shard))
  if (all.some((shard) => shard?.portions === undefined)) return undefined
  return all.reduce((sum, shard) => sum + (shard?.recipients ?? 0), 0)
}

/**
 * Returns the counts of an issue that has ended: every shard is planned, and every recipient is accounted for.
 * Undefined if it has not ended.
 */
export function finalCounts(
  planned: ReadonlyMap<string, PlannedShard>,
  totals: ReadonlyMap<string, ShardTotal>,
  shards: readonly string[],
): DeliveryCounts | undefined {
  const recipients = countPlanned(planned, shards)
  if (recipients === undefined) return undefined
  if (shards.some((shard) => planned.get(shard)?.portions !== (totals.get(shard)?.portions ?? 0))) return undefined
  const counts = deliveryCounts(recipients, sumCounts([...totals.values()].map((total) => total.counts)))
  return counts.pending === 0 ? counts : undefined
}
