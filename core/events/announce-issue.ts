import { issueFolder } from '../feeds/addresses.ts'
import { isPublic } from '../issues/approval.ts'
import { type IssueRecord, issueId } from '../issues/issue.ts'
import type { Site } from '../site.ts'
import { type Announcement, type Change, commonDetail } from './announcement.ts'

/** Announces that an issue waits for approval, expired, was composed, submitted or paused. It is composed once it is approved. */
export function announceIssue(change: Change, site: Site): Announcement | undefined {
  const before = change.old?.issue as IssueRecord | undefined // written by the issue store only
  const after = change.new?.issue as IssueRecord | undefined // written by the issue store only
  if (after === undefined) return undefined
  const common = { ...commonDetail(change, site), issue: describe(after, site) }
  const isWaiting = after.state === 'awaiting-approval'
  if (before === undefined && isWaiting)
    return {
      type: 'Issue Awaiting Approval',
      detail: { ...common, ...(after.approval?.until && { until: after.approval.until }) },
    }
  if (before === undefined || (before.state === 'awaiting-approval' && isPublic(after) && !isWaiting))
    return { type: 'Issue Composed', detail: common }
  if (before.state !== 'expired' && after.state === 'expired') return { type: 'Issue Expired', detail: common }
  const { hold, submittedAt, counts } = after
  if (after.state === 'submitted' && before.state !== 'submitted' && submittedAt !== undefined && counts) {
    return { type: 'Issue Submitted', detail: { ...common, submittedAt, counts: { ...counts } } }
  }
  if (hold?.kind === 'paused' && before.hold?.kind !== 'paused') {
    return { type: 'Issue Paused', detail: { ...common, pausedAt: hold.at, reason: hold.reason } }
  }
  return undefined
}

function describe(issue: IssueRecord, site: Site) {
  const { digest, number, title, articleCount: articles, composedAt } = issue
  return { id: issueId(issue), digest, number, title, url: `${site.url}/${issueFolder(issue)}`, articles, composedAt }
}
