import type { Command } from 'commander'
import { describeRemovedDigests } from '../../core/monitoring/removed-digests.ts'
import { describePlan } from '../../operations/digest/describe-plan.ts'
import { planNextIssue } from '../../operations/digest/plan-next-issue.ts'
import type { Stack } from '../../operations/stack.ts'
import { onStack } from '../connect.ts'
import { createProgress } from '../progress.ts'
import type { Report } from '../report.ts'

export function define(command: Command): void {
  command
    .argument('<digest>')
    .description('show who would get what now, and at what cost; changes nothing')
    .action(onStack((stack, report, digest: string) => planDigest(digest, stack, report)))
}

/** Reports who would receive what if the digest ran now, the cost and the duration. Changes nothing. */
export async function planDigest(name: string, stack: Stack, report: Report, now = new Date()): Promise<void> {
  const progress = createProgress('subscribers', process.stderr, performance.now())
  const { plan, issue, removed } = await planNextIssue(name, stack, now, (read) =>
    progress.show({ done: read }, performance.now()),
  )
  progress.clear()
  const lines = [...describePlan(plan, issue), ...describeRemovedDigests(removed, stack.site.publication)]
  report.answer({ ...plan, removed }, lines)
}
