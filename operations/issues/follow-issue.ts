import { estimateEnd } from '../../core/deliveries/progress.ts'
import { mailInterval } from '../../core/deliveries/send-pace.ts'
import type { DigestName } from '../../core/publication.ts'
import type { Stack } from '../stack.ts'
import { type CountedIssue, countIssue } from './count-issue.ts'

export type FollowedIssue = {
  readonly issue: CountedIssue
  /** Shards whose recipients are all chosen. */
  readonly plannedShards: number
  /** Undefined unless mails are being submitted. */
  readonly perSecond: number | undefined
  readonly expectedAt: string | undefined
}

/** Reads an issue, its counts and how fast it goes on. @throws {CommandFailure} if there is no such issue */
export async function followIssue(
  digest: DigestName,
  number: number,
  stack: Stack,
  now = Date.now(),
): Promise<FollowedIssue> {
  const issue = await countIssue(digest, number, stack)
  const [planned, pace] = await Promise.all([stack.issues.listPlanned(issue), stack.readSendPace()])
  const isActive = issue.state === 'planning' || issue.state === 'sending'
  const end = issue.state === 'sending' ? estimateEnd(issue.counts.pending, pace, now) : undefined
  const perSecond = isActive && pace ? Math.round(10_000 / mailInterval(pace, now)) / 10 : undefined
  return {
    issue,
    plannedShards: planned.size,
    perSecond,
    expectedAt: end === undefined ? undefined : new Date(end).toISOString(),
  }
}
