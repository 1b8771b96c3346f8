import { finalCounts } from '../../core/deliveries/settled-counts.ts'
import { type DeliveryCounts, issueId } from '../../core/issues/issue.ts'
import { shards } from '../../core/subscribers/subscriber.ts'
import { retryWhenTaken } from '../conflict.ts'
import type { ProgressStore } from '../deliveries/progress-store.ts'
import type { IssueName } from './issue-states.ts'
import type { IssueStore } from './issue-store.ts'

export type EndStores = {
  readonly issues: Pick<IssueStore, 'listPlanned' | 'submit'>
  readonly progress: Pick<ProgressStore, 'listTotals' | 'unchanged'>
}

/**
 * Ends an issue if every shard is planned and every recipient is accounted for. Returns its counts if this call has ended
 * it, so that the end is logged once.
 */
export async function endIssue(
  issue: IssueName,
  { issues, progress }: EndStores,
  now: Date,
): Promise<DeliveryCounts | undefined> {
  const planned = await issues.listPlanned(issue)
  if (planned.size < shards.length) return undefined
  const id = issueId(issue)
  return retryWhenTaken(async () => {
    const totals = await progress.listTotals(id)
    const counts = finalCounts(planned, totals, shards)
    if (!counts) return undefined
    const result = await issues.submit(issue, counts, now.toISOString(), progress.unchanged(id, totals))
    if (result === 'taken') return 'taken'
    return result === 'submitted' ? counts : undefined
  })
}
