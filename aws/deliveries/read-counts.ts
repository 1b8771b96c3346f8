import type { DeliveryState } from '../../core/deliveries/delivery.ts'
import { applyLedgerCounts, countDeliveries, isUncounted } from '../../core/deliveries/progress.ts'
import { countPortions } from '../../core/deliveries/settled-counts.ts'
import { type DeliveryCounts, type IssueRecord, issueId } from '../../core/issues/issue.ts'
import type { Site } from '../../core/site.ts'
import type { DeliveryStore } from './delivery-store.ts'
import type { ProgressStore } from './progress-store.ts'

export type CountStores = {
  readonly site: Site
  readonly deliveries: Pick<DeliveryStore, 'list'>
  readonly progress: Pick<ProgressStore, 'listAll'>
}

/** An issue with the counts of its deliveries, and its state according to them. */
export type Counted = { readonly record: IssueRecord; readonly counts: DeliveryCounts }

/**
 * Counts the deliveries of an issue. A submitted issue has its counts in its record. While an issue is being sent, a
 * delivery is pending until all of its batch are settled. Only the ledger of an issue that was planned before batches
 * were counted is read.
 */
export async function readCounts(record: IssueRecord, { site, deliveries, progress }: CountStores): Promise<Counted> {
  if (record.counts) return { record, counts: record.counts }
  const id = issueId(record)
  if (!isUncounted(record)) return { record, counts: countPortions(await progress.listAll(id)) }
  const states: DeliveryState[] = []
  for await (const { state } of deliveries.list(id)) states.push(state)
  const counts = countDeliveries(states)
  return { record: applyLedgerCounts(record, counts, site.publication.onUnknown), counts }
}
