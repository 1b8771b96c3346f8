import type { ContentStore } from '../../aws/content-store.ts'
import type { IssueStore } from '../../aws/issues/issue-store.ts'
import { type PendingSources, readAlone, readPending } from '../../aws/issues/read-pending.ts'
import type { Queue } from '../../aws/queue.ts'
import { isOverdue, onlyArticlesOf } from '../../core/issues/approval.ts'
import { type ExpiryReason, reportExpiry, requestApproval } from '../../core/issues/approval-mail.ts'
import { composeIssue, issueRecord } from '../../core/issues/compose-issue.ts'
import type { Issue, IssueRecord } from '../../core/issues/issue.ts'
import { chooseAlone, chooseContents, type IssueContents } from '../../core/issues/issue-contents.ts'
import type { ApprovalMessage, OperatorMessage } from '../../core/messages.ts'
import { RejectedInputError } from '../../core/rejected-input.ts'
import { logger } from '../runtime/logger.ts'
import { type PlanningServices, startPlanning } from './start-planning.ts'

export type ApprovalServices = PlanningServices &
  Omit<PendingSources, 'issues'> & {
    readonly issues: PendingSources['issues'] &
      Pick<IssueStore, 'listAlone' | 'get' | 'getDigest' | 'addRun' | 'expire' | 'startPlanning'>
    readonly content: Pick<ContentStore<Issue>, 'get' | 'put'>
    readonly corrections: PendingSources['corrections']
    readonly notify: Pick<Queue<OperatorMessage>, 'add'>
  }

/** Shows a waiting issue on its preview page, and asks the operator to approve it. */
export async function askForApproval(
  issue: Issue,
  record: IssueRecord,
  { site, publish, notify }: ApprovalServices,
): Promise<void> {
  await publish.add({ kind: 'issue', digest: issue.digest, number: issue.number })
  await notify.add(requestApproval(site, issue, record))
}

/** Gives up a waiting issue. Its articles are still pending. */
export async function expireIssue(
  record: IssueRecord,
  services: ApprovalServices,
  reason: ExpiryReason = 'late',
): Promise<void> {
  const { site, issues, publish, notify } = services
  const { digest, number } = record
  const result = await issues.expire(record)
  await publish.add({ kind: 'issue', digest, number }) // removes the preview
  if (result === 'unchanged') return
  logger.warn('not approved: articles go into the next issue', { digest, number, reason })
  await notify.add(reportExpiry(site, record, reason))
}

/**
 * Carries out a decision about a waiting issue. One decision wins: each changes the issue only while it waits. Safe to
 * repeat. An approved issue contains those of its articles that are still pending, as they are now.
 */
export async function decideApproval(message: ApprovalMessage, services: ApprovalServices, now: Date): Promise<void> {
  const { digest, number, approval } = message
  const { site, issues, content } = services
  const before = await issues.getDigest(digest)
  const record = await issues.get(digest, number)
  if (!record) throw new RejectedInputError(`There is no issue ${digest} ${number}`)
  if (record.state !== 'awaiting-approval' && approval === 'expire') return expireIssue(record, services)
  // An approval that stopped before it started the planning.
  if (record.state === 'composed') return startPlanning(await content.get(record.contentKey), services)
  if (record.state !== 'awaiting-approval') return
  if (isOverdue(record, now)) return expireIssue(record, services)
  if (approval === 'expire') return
  const draft = await content.get(record.contentKey)
  const contents = await readApproved(draft, services, now)
  if (!contents || contents.articles.length === 0) return expireIssue(record, services, 'empty')
  const { articles, extras, takings } = contents
  const { composedAt, scheduledAt } = draft
  const approvedAt = now.toISOString()
  const issue = { ...composeIssue(site, digest, number, articles, composedAt, { ...extras, scheduledAt }), approvedAt }
  const approved = { ...record.approval, preview: record.approval?.preview ?? '', givenAt: approvedAt }
  const after: IssueRecord = { ...issueRecord(issue), approval: approved }
  await content.put(after.contentKey, issue)
  const added = await issues.addRun(digest, { ...before, revision: before.revision + 1 }, takings, after)
  if (added === 'overtaken') return decideApproval(message, services, now)
  await startPlanning(issue, services)
}

/** Returns the contents of an approved issue; none if its only article was withdrawn or left out. */
async function readApproved(draft: Issue, services: ApprovalServices, now: Date): Promise<IssueContents | undefined> {
  const { issues, site } = services
  if (!draft.alone) return chooseContents(site, onlyArticlesOf(draft, await readPending(draft.digest, services, now)))
  const marks = await issues.listAlone(draft.digest)
  const mark = marks.find(({ issue, handling }) => issue === draft.number && handling !== 'held')
  return mark && chooseAlone(site, await readAlone(mark, services))
}
