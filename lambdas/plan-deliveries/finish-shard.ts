import { type EndStores, endIssue } from '../../aws/issues/end-issue.ts'
import type { IssueStore } from '../../aws/issues/issue-store.ts'
import type { Queue } from '../../aws/queue.ts'
import { lateAfterPlanning } from '../../core/deliveries/lateness.ts'
import { continueChain } from '../../core/deliveries/plan-chains.ts'
import type { SharedPace } from '../../core/deliveries/send-pace.ts'
import { countPlanned } from '../../core/deliveries/settled-counts.ts'
import type { Issue } from '../../core/issues/issue.ts'
import type { PlanMessage } from '../../core/messages.ts'
import { shards } from '../../core/subscribers/subscriber.ts'
import { logEnd } from '../runtime/log-end.ts'

type Services = EndStores & {
  readonly issues: Pick<IssueStore, 'listPlanned' | 'finishPlanning' | 'extend'>
  readonly plan: Pick<Queue<PlanMessage>, 'add'>
  readonly readSendPace: () => Promise<SharedPace | undefined>
}

/**
 * Continues the chain with its next shard. Once the shards of all chains are planned, finishes the planning instead, and ends
 * the issue if the senders were faster or there are no recipients. If that fails, the retry must not continue the chain, or
 * every message of the chain would multiply the next ones.
 */
export async function finishShard(message: PlanMessage, issue: Issue, services: Services, now: Date): Promise<void> {
  const { issues, plan } = services
  const planned = await issues.listPlanned(issue)
  if (planned.size < shards.length) {
    const next = continueChain(message)
    if (next) await plan.add(next)
    return
  }
  const recipients = countPlanned(planned, shards)
  await issues.finishPlanning(issue, recipients)
  if (recipients !== undefined)
    await issues.extend(issue, lateAfterPlanning(issue, recipients, await services.readSendPace(), now))
  logEnd(issue, await endIssue(issue, services, now))
}
