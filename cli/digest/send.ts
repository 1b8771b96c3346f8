import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import { findRun } from '../../core/schedules/digest-record.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import { countIssue } from '../../operations/issues/count-issue.ts'
import { readDigest } from '../../operations/read-names.ts'
import type { Stack } from '../../operations/stack.ts'
import { waitFor } from '../../operations/wait-for.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

/** Milliseconds that the command waits for the run, and again for its mails. */
const timeout = 60_000

export function define(command: Command): void {
  command
    .argument('<digest>')
    .description('compose an issue of all pending articles and mail it')
    .action(onStack((stack, report, digest: string) => sendDigest(digest, stack, report)))
}

/** Runs a digest now and waits until its issue is submitted, paused or cancelled. */
export async function sendDigest(name: string, stack: Stack, report: Report): Promise<void> {
  const digest = readDigest(name, stack)
  const requestId = randomUUID()
  await stack.compose.add({ digest, requestId })
  const run = await waitFor(async () => findRun(await stack.issues.getDigest(digest), requestId), timeout)
  if (!run) throw new CommandFailure(`The ${digest} digest was requested, but has not run within a minute.`)
  const { number } = run
  if (number === undefined) {
    return report.answer({ digest, outcome: run.outcome }, ['Nothing is pending: no issue was composed.'])
  }
  const ended = await waitFor(async () => {
    const record = await stack.issues.get(digest, number)
    return record?.state === 'submitted' || record?.state === 'awaiting-approval' || record?.hold ? record : undefined
  }, timeout)
  const issue = await countIssue(digest, number, stack)
  if (issue.state === 'awaiting-approval') {
    const waits = `${issue.title} waits for approval. Mail it with \`postrider issues approve ${digest} ${number}\`.`
    return report.answer({ ...issue, outcome: run.outcome }, [waits])
  }
  const { submitted, recipients } = issue.counts
  const state = ended?.state === 'submitted' ? '.' : ` so far. The issue is ${issue.state}.`
  report.answer({ ...issue, outcome: run.outcome }, [
    `${issue.title}: ${submitted} of ${recipients} mails submitted${state}`,
  ])
}
