import type { DeliveryCounts, DeliveryState } from '../core/deliveries/delivery.ts'
import { countDeliveries, phaseOf } from '../core/deliveries/progress.ts'
import { type IssueRecord, issueId } from '../core/issues/issue.ts'
import type { ConsoleStack } from './console-sources.ts'

/** What the ledger says of an issue. */
export type Ledger = {
  readonly counts: DeliveryCounts
  /** How often what happened and why, the most frequent first: `failed: …`, `delivered`. */
  readonly remarks: readonly (readonly [string, number])[]
  /** False: there are more deliveries than were read. */
  readonly complete: boolean
}

/** Adds up the deliveries of an issue, `limit` of them at most. */
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

/** An issue whose recipients are all chosen is as far as its deliveries are. */
export function issueState(
  issue: Pick<IssueRecord, 'state' | 'hold'>,
  { counts, complete }: Ledger,
  onUnknown: 'leave' | 'resend' = 'resend',
): string {
  return complete ? phaseOf(issue, counts, onUnknown) : (issue.hold?.kind ?? issue.state)
}
