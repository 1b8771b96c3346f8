import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import { progressOf } from '../../core/deliveries/progress.ts'
import { findRun } from '../../core/schedules/digest-record.ts'
import { countOf } from '../../core/text/count-of.ts'
import { CommandFailure, exitCodes } from '../../operations/command-failure.ts'
import { type CountedIssue, countIssue } from '../../operations/issues/count-issue.ts'
import { readDigest } from '../../operations/read-names.ts'
import type { Stack } from '../../operations/stack.ts'
import { waitFor } from '../../operations/wait-for.ts'
import { onStack } from '../connect.ts'
import { explained } from '../interrupt.ts'
import { createProgress } from '../progress.ts'
import type { Report } from '../report.ts'

/** Milliseconds that the command waits for the run, and then for something to happen to its mails. */
const patience = 60_000

const help = `
Waits as long as mails are submitted. Exit code: 0 if every mail is submitted or nothing was pending, 3 if the issue is
not done yet (paused, waiting for approval, or nothing has happened for a minute), 1 if it was cancelled.`

export function define(command: Command): void {
  command
    .argument('<digest>')
    .description('compose an issue of all pending articles and mail it')
    .addHelpText('after', help)
    .action(
      onStack((stack, report, digest: string) =>
        explained(
          () =>
            'Stopped waiting. The stack goes on: follow the issue with `postrider issues ls`, or stop it with `postrider issues pause`.',
          () => sendDigest(digest, stack, report),
        ),
      ),
    )
}

/** Runs a digest now and waits until its issue is submitted, paused or cancelled, or nothing happens any more. */
export async function sendDigest(name: string, stack: Stack, report: Report): Promise<void> {
  const digest = readDigest(name, stack)
  const requestId = randomUUID()
  await stack.compose.add({ digest, requestId })
  const run = await waitFor(async () => findRun(await stack.issues.getDigest(digest), requestId), patience)
  if (!run) {
    const message = `The ${digest} digest was requested, but has not run within a minute. Look for its issue with \`postrider issues ls\`, and for failures with \`postrider failures ls\`.`
    throw new CommandFailure(message, exitCodes.notDoneYet)
  }
  const { number, outcome } = run
  if (number === undefined) {
    return report.answer({ digest, outcome }, ['Nothing is pending: no issue was composed.'])
  }
  const issue = await waitForMails(digest, number, stack)
  report.answer({ ...issue, outcome }, [describeSending(issue)])
  const code = sendingCode(issue.state)
  if (code !== 0) process.exitCode = code
}

/** Shows the progress of an issue until it has ended or stopped. Gives up when nothing happens any more. */
async function waitForMails(digest: string, number: number, stack: Stack): Promise<CountedIssue> {
  const progress = createProgress('mails', process.stderr, performance.now())
  let last = { completed: -1, since: performance.now() }
  const issue = await waitFor(async () => {
    const counted = await countIssue(digest, number, stack)
    const { done, total } = progressOf(counted)
    const completed = counted.counts.recipients + done
    const now = performance.now()
    progress.show({ done, total: total || undefined }, now)
    if (completed !== last.completed) last = { completed, since: now }
    const isOpen = ['composed', 'planning', 'planned', 'sending'].includes(counted.state)
    return isOpen && now - last.since < patience ? undefined : counted
  }, Number.POSITIVE_INFINITY)
  progress.clear()
  return issue ?? countIssue(digest, number, stack)
}

/** Returns the exit code of a command that waited for an issue. */
export function sendingCode(state: CountedIssue['state']): number {
  if (state === 'submitted') return 0
  return state === 'cancelled' || state === 'expired' ? exitCodes.failed : exitCodes.notDoneYet
}

export function describeSending(issue: CountedIssue): string {
  const { title, digest, number, state, counts } = issue
  const isChosen = progressOf(issue).total !== undefined
  const mails = isChosen
    ? `${counts.submitted} of ${counts.recipients} mails submitted`
    : `${countOf(counts.submitted, 'mail')} submitted`
  const chosen = isChosen ? '' : ` (${countOf(counts.recipients, 'recipient')} chosen so far)`
  switch (state) {
    case 'submitted':
      return `${title}: ${mails}.`
    case 'awaiting-approval':
      return `${title} waits for approval. Mail it with \`postrider issues approve ${digest} ${number}\`.`
    case 'paused':
      return `${title}: ${mails} so far. The issue is paused. Resume it with \`postrider issues resume ${digest} ${number}\`.`
    case 'cancelled':
    case 'expired':
      return `${title}: ${mails}. The issue was ${state === 'expired' ? 'not approved in time' : 'cancelled'}.`
    default:
      return `${title}: ${mails} so far. The issue is ${state}${chosen}: follow it with \`postrider issues show ${digest} ${number}\`.`
  }
}
