import { randomUUID } from 'node:crypto'
import { findRun } from '../../core/issues/digest-record.ts'
import { type DigestName, isDigestName } from '../../core/publication.ts'
import { CommandFailure } from '../command-failure.ts'
import { countIssue } from '../issues/count-issue.ts'
import type { Report } from '../report.ts'
import type { Stack } from '../stack.ts'
import { waitFor } from '../wait-for.ts'

/** Runs a digest now, and waits until its mails are handed over. */
export async function sendDigest(name: string, stack: Stack, report: Report): Promise<void> {
  const digest = readDigest(name, stack)
  const requestId = randomUUID()
  await stack.compose.add({ digest, requestId })
  const run = await waitFor(async () => findRun(await stack.issues.getDigest(digest), requestId), 60_000)
  if (!run) throw new CommandFailure(`The ${digest} digest was asked for, but has not run within a minute.`)
  const { number } = run
  if (number === undefined) {
    return report.answer({ digest, outcome: run.outcome }, ['Nothing is pending: no issue was composed.'])
  }
  const done = await waitFor(async () => {
    const issue = await countIssue(digest, number, stack)
    return issue.state === 'sent' ? issue : undefined
  }, 60_000)
  const issue = done ?? (await countIssue(digest, number, stack))
  report.answer({ ...issue, outcome: run.outcome }, [
    `${issue.title}: ${issue.counts.submitted} of ${issue.counts.recipients} mails submitted${done ? '.' : ' so far.'}`,
  ])
}

export function readDigest(name: string, stack: Stack): DigestName {
  const known = Object.keys(stack.site.publication.digests)
  if (isDigestName(name) && known.includes(name)) return name
  throw new CommandFailure(`There is no digest named ${name}. publication.json has: ${known.join(', ')}.`, 2)
}
