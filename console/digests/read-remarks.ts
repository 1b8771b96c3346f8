import { type IssueRecord, issueId } from '../../core/issues/issue.ts'
import type { Stack } from '../../operations/stack.ts'

/** Why deliveries of an issue ended as they did, and what SES has reported about them. */
export type Remarks = {
  /** Outcomes and reasons with their counts, the most frequent first: `failed: …`, `delivered`. */
  readonly remarks: readonly (readonly [string, number])[]
  /** False if the ledger has more deliveries than were read. */
  readonly complete: boolean
}

/** Reads at most `limit` deliveries of an issue. */
export async function readRemarks(
  issue: Pick<IssueRecord, 'digest' | 'number'>,
  { deliveries }: Pick<Stack, 'deliveries'>,
  limit: number,
): Promise<Remarks> {
  const remarks = new Map<string, number>()
  let count = 0
  for await (const { state, reason, outcome } of deliveries.list(issueId(issue))) {
    if (count === limit) return { remarks: sort(remarks), complete: false }
    count += 1
    const remark = reason === undefined ? outcome : `${state}: ${reason}`
    if (remark !== undefined) remarks.set(remark, (remarks.get(remark) ?? 0) + 1)
  }
  return { remarks: sort(remarks), complete: true }
}

function sort(remarks: ReadonlyMap<string, number>): (readonly [string, number])[] {
  return [...remarks].sort(([, a], [, b]) => b - a)
}
