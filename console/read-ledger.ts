import type { DeliveryCounts, DeliveryState } from '../core/deliveries/delivery.ts'
import { countDeliveries, phaseOf } from '../core/deliveries/progress.ts'
import { type IssueRecord, issueId } from '../core/issues/issue.ts'
import type { ConsoleStack } from './console-sources.ts'

/** The deliveries of an issue, counted. */
export type Ledger = {
  readonly counts: DeliveryCounts
  /** Outcomes and reasons with their counts, the most frequent first: `failed: …`, `delivered`. */
  readonly remarks: readonly (readonly [string, number])[]
  /** False if the ledger has more deliveries than were read. */
  readonly complete: boolean
}

/** Counts the deliveries of an issue, at most `limit` of them. */
export async function readLedger(
  issue: Pick<IssueRecord, 'digest' | 'number'>,
  { deliveries }: Pick<ConsoleStack, 'deliveries'>,
  limit = Number.POSITIVE_INFINITY,
): Promise<Ledger> {
  const states: DeliveryState[] = []
  const remarks = new Map<string, number>()
  let complete = true
  for await (const { state, reason, outcome } of deliveries.list(issueId(issue))) {
    complete = states.length < limit
    if (!complete) break
    states.push(state)
    const remark = reason === undefined ? outcome : `${state}: ${reason}`
    if (remark !== undefined) remarks.set(remark, (remarks.get(remark) ?? 0) + 1)
  }
  return { counts: countDeliveries(states), remarks: [...remarks].sort(([, a], [, b]) => b - a), complete }
}

/** Returns the state of an issue, from the counted deliveries if the whole ledger was read. */
export function issueState(
  issue: Pick<IssueRecord, 'state' | 'hold'>,
  { counts, complete }: Ledger,
  onUnknown: 'leave' | 'resend' = 'resend',
): string {
  return complete ? phaseOf(issue, counts, onUnknown) : (issue.hold?.kind ?? issue.state)
}
