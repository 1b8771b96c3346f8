import type { ContentStore } from '../../aws/content-store.ts'
import type { CorrectionStore } from '../../aws/issues/correction-store.ts'
import type { IssueStore } from '../../aws/issues/issue-store.ts'
import type { Queue } from '../../aws/queue.ts'
import { startChains } from '../../core/deliveries/plan-chains.ts'
import type { Issue, IssueRecord } from '../../core/issues/issue.ts'
import type { PlanMessage, PublishMessage } from '../../core/messages.ts'
import type { DigestName } from '../../core/publication.ts'
import { type DigestRecord, lastRegularOf } from '../../core/schedules/digest-record.ts'
import type { Site } from '../../core/site.ts'

export type PlanningServices = {
  readonly site: Site
  readonly issues: Pick<IssueStore, 'get' | 'startPlanning'>
  readonly content: Pick<ContentStore<Issue>, 'get'>
  readonly corrections: Pick<CorrectionStore, 'putTaken' | 'putMention' | 'putRecent'>
  readonly plan: Pick<Queue<PlanMessage>, 'addAll'>
  readonly publish: Pick<Queue<PublishMessage>, 'add'>
}

/**
 * Requests the page of a composed issue, and starts the chains of messages that plan its deliveries. Their number limits
 * how many planners run at the same time.
 */
export async function startPlanning(
  issue: Issue,
  { site, corrections, issues, plan, publish }: PlanningServices,
): Promise<void> {
  const { digest, number, articles } = issue
  await Promise.all(articles.map(({ id, correction }) => corrections.putTaken(id, digest, number, correction)))
  await Promise.all(
    issue.corrections.map(async ({ articleId, correction, since }) => {
      if (correction === undefined || since !== undefined) return
      await corrections.putMention(articleId, correction, issue)
      await corrections.putRecent(articleId, correction, issue)
    }),
  )
  await publish.add({ kind: 'issue', digest, number })
  await plan.addAll(startChains({ digest, number }, site.publication))
  // The planners may have finished before this; the issue then stays planned.
  await issues.startPlanning({ digest, number })
}

/**
 * Starts the planning of the last issues if a crash prevented that, and returns the regular one if it waits for approval.
 * Chains that are started again pass over the shards that are already planned.
 */
export async function catchUp(
  digest: DigestName,
  record: DigestRecord,
  services: PlanningServices,
): Promise<IssueRecord | undefined> {
  const numbers = [...new Set([record.lastNumber, lastRegularOf(record)])].filter((number) => number > 0)
  const last = await Promise.all(numbers.map((number) => services.issues.get(digest, number)))
  for (const issue of last)
    if (issue?.state === 'composed') await startPlanning(await services.content.get(issue.contentKey), services)
  return last.find((issue) => issue?.state === 'awaiting-approval' && !issue.alone)
}
