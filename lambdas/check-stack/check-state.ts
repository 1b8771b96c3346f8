import type { ChangeStore } from '../../aws/articles/change-store.ts'
import type { deploymentStore } from '../../aws/deployment/deployment-store.ts'
import type { OpenIssue } from '../../aws/monitoring/open-issues.ts'
import {
  areFeedsLate,
  type Findings,
  feedsBehindSince,
  type HealthRecord,
  isDeploymentLate,
  isRestricted,
  lateQueues,
  type SendingAccount,
} from '../../core/monitoring/health.ts'

type Services = {
  readonly changes: Pick<ChangeStore, 'get'>
  readonly deployment: Pick<ReturnType<typeof deploymentStore>, 'get'>
  readonly listOpenIssues: () => Promise<readonly OpenIssue[]>
  readonly readQueueAges: (now: Date) => Promise<Readonly<Record<string, number>>>
  readonly readSendingAccount: () => Promise<SendingAccount>
}

export type State = {
  readonly findings: Omit<Findings, 'missedRuns'>
  readonly feedsBehindSince: string | undefined
  /** What the findings are about, for the log. */
  readonly details: Readonly<Record<string, unknown>>
}

/** Finds issues, feeds, queues and deployments that are late, and whether SES restricts the account. */
export async function checkState(before: HealthRecord, services: Services, now: Date): Promise<State> {
  const [issues, changes, ages, deployment, account] = await Promise.all([
    services.listOpenIssues(),
    services.changes.get('publication'),
    services.readQueueAges(now),
    services.deployment.get(),
    services.readSendingAccount(),
  ])
  const behind = feedsBehindSince(changes, before.feedsBehindSince, now)
  const late = issues.filter(({ lateAt }) => lateAt <= now.toISOString())
  const waiting = lateQueues(ages)
  const feedsLate = areFeedsLate(behind, now)
  const deploymentLate = isDeploymentLate(deployment, now)
  return {
    findings: {
      lateIssues: late.length,
      lateSite: [feedsLate, deploymentLate].filter(Boolean).length,
      lateQueues: waiting.length,
      restrictedSending: Number(isRestricted(account)),
    },
    feedsBehindSince: behind,
    details: {
      feedsLate,
      deploymentLate,
      issues: late.map(({ digest, number }) => `${digest} ${number}`),
      queues: waiting,
      account,
    },
  }
}
