import { readPending } from '../../aws/issues/read-pending.ts'
import { composeIssue, issueRecord } from '../../core/issues/compose-issue.ts'
import type { IssueRecord } from '../../core/issues/issue.ts'
import { chooseContents } from '../../core/issues/issue-contents.ts'
import type { ComposeMessage } from '../../core/messages.ts'
import { addRun, type DigestRecord, lastRegularOf, runId } from '../../core/schedules/digest-record.ts'
import { planRun } from '../../core/schedules/plan-run.ts'
import { logger } from '../runtime/logger.ts'
import { type ApprovalServices, askForApproval, expireIssue } from './await-approval.ts'
import { startPlanning } from './start-planning.ts'

/**
 * Composes the next issue of a digest, if there is anything to send, and starts its planning or asks for its approval.
 * @param before the digest as it was read
 * @param waiting the last issue, if it waits for approval: the new one has its articles
 */
export async function composeNext(
  message: ComposeMessage,
  before: DigestRecord,
  waiting: IssueRecord | undefined,
  services: ApprovalServices,
  now: Date,
): Promise<'done' | 'overtaken'> {
  const { site, issues, content, publish } = services
  const { digest, scheduledAt } = message
  const { articles, extras, takings, leftovers } = chooseContents(site, await readPending(digest, services, now))
  const reason = planRun(site.publication, digest, message, articles.length, now)
  const at = now.toISOString()
  const number = before.lastNumber + 1
  const lastRegular = lastRegularOf(before)
  const issue = reason ? undefined : composeIssue(site, digest, number, articles, at, { ...extras, scheduledAt })
  const record = issue && issueRecord(issue, site.publication)
  if (record) await content.put(record.contentKey, issue)
  if (record && waiting) await expireIssue(waiting, services, 'replaced')
  // A run that stopped after it had given up the issue before this has left its preview.
  else if (record?.approval && lastRegular > 0) await publish.add({ kind: 'issue', digest, number: lastRegular })
  const run = { at, outcome: reason ?? 'composed', number: record?.number, requestId: runId(message) } as const
  const after = addRun(before, { ...run, waiting: reason ? articles.length : 0 })
  // An issue that waits for approval takes nothing yet.
  const isTaking = record?.state === 'composed'
  const added = await issues.addRun(digest, after, isTaking ? takings : leftovers, record)
  if (added === 'overtaken') return 'overtaken'
  if (reason === 'too-late')
    logger.warn('too late: articles go into the next issue', { digest, articles: articles.length })
  if (record) await (isTaking ? startPlanning(issue, services) : askForApproval(issue, record, services))
  return 'done'
}
