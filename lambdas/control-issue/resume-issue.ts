import type { DeliveryStore } from '../../aws/deliveries/delivery-store.ts'
import type { IssueStore } from '../../aws/issues/issue-store.ts'
import type { Queue } from '../../aws/queue.ts'
import { lateAfter } from '../../core/deliveries/lateness.ts'
import { startChains } from '../../core/deliveries/plan-chains.ts'
import { issueId } from '../../core/issues/issue.ts'
import type { ControlMessage, PlanMessage } from '../../core/messages.ts'
import type { Site } from '../../core/site.ts'

type Services = {
  readonly site: Site
  readonly issues: Pick<IssueStore, 'get' | 'resume' | 'extend'>
  readonly deliveries: Pick<DeliveryStore, 'readStatistics'>
  readonly plan: Pick<Queue<PlanMessage>, 'addAll'>
}

/**
 * Ends the pause of an issue. If its planning has not finished, starts the chains again, because their messages may be
 * lost. They pass over the shards that are planned.
 */
export async function resumeIssue(
  { digest, number }: ControlMessage,
  { site, issues, deliveries, plan }: Services,
  now: Date,
): Promise<void> {
  const issue = { digest, number }
  await issues.resume(issue, await deliveries.readStatistics(issueId(issue)))
  await issues.extend(issue, lateAfter(now.toISOString()))
  if ((await issues.get(digest, number))?.state === 'planning') await plan.addAll(startChains(issue, site.publication))
}
