import type { Deployment } from '../deployment/deployment.ts'
import { lateAfter, longestWait, sandboxQuota, usualLongestWait } from './limits.ts'

/** What the last check of the stack found, from which the next one knows how long a problem has lasted. */
export type HealthRecord = {
  /** The schedule of each digest, and since when it has been checked. Earlier runs do not count as missed. */
  readonly digests: Readonly<Record<string, { readonly schedule: string; readonly since: string }>>
  /** Feeds that lack changes: since when, and the last change that they showed then. Undefined if they lack none. */
  readonly feedsBehind?: FeedsBehind | undefined
}

type FeedsBehind = { readonly since: string; readonly built: number }

export const noHealth: HealthRecord = { digests: {} }

/** The number of problems by kind. A metric filter in infra/ makes a metric of each that is not 0. */
export type Findings = {
  readonly missedRuns: number
  readonly lateIssues: number
  /** Feeds without the newest changes, and a deployment that is not completed. */
  readonly lateSite: number
  readonly lateQueues: number
  readonly restrictedSending: number
}

/**
 * Returns since when feeds have been behind without progress: `changes` is the number of changes, `built` the last one that
 * they show. During an import they are always behind, but not stuck.
 */
export function feedsBehind(
  { changes, built }: { readonly changes: number; readonly built: number },
  before: FeedsBehind | undefined,
  now: Date,
): FeedsBehind | undefined {
  if (built >= changes) return undefined
  return before?.built === built ? before : { since: now.toISOString(), built }
}

/** True if `since` is at least `minutes` ago. */
export function isLate(since: string | undefined, minutes: number, now: Date): boolean {
  return since !== undefined && now.getTime() - Date.parse(since) >= minutes * 60_000
}

/** True for feeds that have been behind for too long. */
export function areFeedsLate(behind: FeedsBehind | undefined, now: Date): boolean {
  return isLate(behind?.since, lateAfter.feeds, now)
}

/** True if a deployment is not completed and has made no progress for too long. */
export function isDeploymentLate(deployment: Deployment | undefined, now: Date): boolean {
  return (
    deployment !== undefined &&
    deployment.finishedAt === undefined &&
    isLate(deployment.updatedAt, lateAfter.deployment, now)
  )
}

/** Lists the queues whose oldest message has waited for too long. @param ages seconds, by the name of the queue */
export function lateQueues(ages: Readonly<Record<string, number>>): readonly string[] {
  const limits: Readonly<Record<string, number>> = longestWait
  return Object.keys(ages).filter((name) => (ages[name] ?? 0) > (limits[name] ?? usualLongestWait) * 60)
}

/** The account's permission to send. */
export type SendingAccount = { readonly enabled: boolean; readonly perDay: number }

/** True if SES has paused the account, or the account is in the sandbox, where it reaches only verified addresses. */
export function isRestricted({ enabled, perDay }: SendingAccount): boolean {
  return !enabled || perDay <= sandboxQuota
}
