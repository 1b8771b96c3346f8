import { isOverdue } from '../issues/approval.ts'
import type { IssueRecord } from '../issues/issue.ts'
import { isLate } from './health.ts'
import { lateAfter } from './limits.ts'

/** An issue that has not ended, with the instant after which it is late. */
export type OpenIssue = { readonly record: IssueRecord; readonly lateAt: string }

/** Lists the issues that should have ended by now. An issue that is paused or waits for approval is not late: it waits for the operator. */
export function lateIssues(open: readonly OpenIssue[], now: Date): readonly IssueRecord[] {
  return open.flatMap(({ record, lateAt }) =>
    lateAt <= now.toISOString() && record.hold === undefined && record.state !== 'awaiting-approval' ? [record] : [],
  )
}

/** Lists the issues whose planning never started, because a Lambda stopped right after it had composed them. */
export function unplannedIssues(open: readonly OpenIssue[], now: Date): readonly IssueRecord[] {
  return open.flatMap(({ record }) =>
    record.state === 'composed' && isLate(record.composedAt, lateAfter.planning, now) ? [record] : [],
  )
}

/** Lists the issues that nobody has approved in time. */
export function overdueIssues(open: readonly OpenIssue[], now: Date): readonly IssueRecord[] {
  return open.flatMap(({ record }) => (isOverdue(record, now) ? [record] : []))
}
