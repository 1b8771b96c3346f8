import type { ChangeStore } from '../../aws/articles/change-store.ts'
import type { deploymentStore } from '../../aws/deployment/deployment-store.ts'
import {
  areFeedsLate,
  type Findings,
  feedsBehind,
  type HealthRecord,
  isDeploymentLate,
  isReputationPoor,
  isRestricted,
  lateQueues,
  type Reputation,
  type SendingAccount,
} from '../../core/monitoring/health.ts'
import { lateIssues, type OpenIssue } from '../../core/monitoring/open-issues.ts'

type Services = {
  readonly changes: Pick<ChangeStore, 'get'>
  readonly deployment: Pick<ReturnType<typeof deploymentStore>, 'get'>
  readonly readQueueAges: (now: Date) => Promise<Readonly<Record<string, number>>>
  readonly readSendingAccount: () => Promise<SendingAccount>
  readonly readReputation: (now: Date) => Promise<Reputation>
}

export type State = {
  readonly findings: Omit<Findings, 'missedRuns'>
  readonly feedsBehind: HealthRecord['feedsBehind']
  /** What the findings are about, for the log. */
  readonly details: Readonly<Record<string, unknown>>
}

/** Finds issues, feeds, queues and deployments that are late, and whether SES restricts the account or soon may. */
export async function checkState(
  before: HealthRecord,
  open: readonly OpenIssue[],
  services: Services,
  now: Date,
): Promise<State> {
  const [changes, ages, deployment, account, reputation] = await Promise.all([
    services.changes.get('publication'),
    services.readQueueAges(now),
    services.deployment.get(),
    services.readSendingAccount(),
    services.readReputation(now),
  ])
  const behind = feedsBehind(changes, before.feedsBehind, now)
  const late = lateIssues(open, now)
  const waiting = lateQueues(ages)
  const feedsLate = areFeedsLate(behind, now)
  const deploymentLate = isDeploymentLate(deployment, now)
  return {
    findings: {
      lateIssues: late.length,
      lateSite: [feedsLate, deploymentLate].filter(Boolean).length,
      lateQueues: waiting.length,
      restrictedSending: Number(isRestricted(account)),
      poorReputation: Number(isReputationPoor(reputation)),
    },
    feedsBehind: behind,
    details: {
      feedsLate,
      deploymentLate,
      issues: late.map(({ digest, number }) => `${digest} ${number}`),
      queues: waiting,
      account,
      reputation,
    },
  }
}
