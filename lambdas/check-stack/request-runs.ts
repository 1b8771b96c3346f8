import type { CommandBus } from '../../aws/event-bus.ts'
import type { IssueStore } from '../../aws/issues/issue-store.ts'
import { isDigestName } from '../../core/configured-names.ts'
import type { ApprovalMessage, ComposeMessage } from '../../core/messages.ts'
import type { HealthRecord } from '../../core/monitoring/health.ts'
import { type MissedRun, missedRuns, watchDigests } from '../../core/monitoring/missed-runs.ts'
import { type OpenIssue, overdueIssues, unplannedIssues } from '../../core/monitoring/open-issues.ts'
import type { Publication } from '../../core/publication.ts'

type Services = {
  readonly publication: Publication
  readonly issues: Pick<IssueStore, 'getDigest'>
  readonly compose: Pick<CommandBus<ComposeMessage | ApprovalMessage>, 'addAll'>
}

/** Finds runs of digests that were due and did not happen, and requests each of them again. */
export async function requestMissedRuns(
  before: HealthRecord,
  { publication, issues, compose }: Services,
  now: Date,
): Promise<{ readonly digests: HealthRecord['digests']; readonly missed: readonly MissedRun[] }> {
  const digests = watchDigests(publication, before, now)
  const names = Object.keys(digests).filter(isDigestName)
  const lists = await Promise.all(
    names.map(async (name) =>
      missedRuns(publication, name, await issues.getDigest(name), digests[name]?.since ?? now.toISOString(), now),
    ),
  )
  const missed = lists.flat()
  await compose.addAll(missed.map(({ digest, scheduledAt }) => ({ digest, scheduledAt })))
  return { digests, missed }
}

/** Starts the planning of issues whose run stopped after it had composed them. They are approved, or need no approval. */
export async function requestPlanning(open: readonly OpenIssue[], { compose }: Services, now: Date): Promise<void> {
  const unplanned = unplannedIssues(open, now)
  await compose.addAll(unplanned.map(({ digest, number }) => ({ digest, number, approval: 'approve' })))
}

/** Has the issues given up that nobody has approved in time. */
export async function requestExpiry(open: readonly OpenIssue[], { compose }: Services, now: Date): Promise<void> {
  const overdue = overdueIssues(open, now)
  await compose.addAll(overdue.map(({ digest, number }) => ({ digest, number, approval: 'expire' })))
}
