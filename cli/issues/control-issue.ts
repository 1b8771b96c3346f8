import type { Command } from 'commander'
import type { DeliveryCounts } from '../../core/deliveries/delivery.ts'
import type { IssueRecord } from '../../core/issues/issue.ts'
import { countOf } from '../../core/text/count-of.ts'
import { readDigest, readIssueNumber } from '../arguments.ts'
import { CommandFailure } from '../command-failure.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'
import type { Stack } from '../stack.ts'
import { countIssue, getIssue } from './count-issue.ts'

export type ControlCommand = 'pause' | 'resume' | 'cancel' | 'retry'

/** Describe the effect of a command, which depends on the remaining deliveries. */
const outcomes: Readonly<Record<Exclude<ControlCommand, 'resume'>, (counts: DeliveryCounts) => string>> = {
  pause: ({ pending, unknown }) =>
    pending + unknown > 0
      ? 'Paused. Mails that a sender is submitting right now may still go out. Resume it with `postrider issues resume`.'
      : 'Paused, but every chosen recipient already has a final outcome.',
  cancel: ({ pending, unknown }) =>
    pending + unknown > 0
      ? 'Cancelled. Recipients who have not received it yet are skipped.'
      : 'Cancelled, but every chosen recipient already has a final outcome.',
  retry: ({ failed }) =>
    failed > 0 ? `${countOf(failed, 'failed mail')} will be submitted again.` : 'None of its mails failed.',
}

/** Defines one of the commands that control an issue. */
export function defineControl(command: Command, name: ControlCommand, description: string): void {
  command
    .argument('<digest>')
    .argument('<number>')
    .description(description)
    .action(
      onStack((stack, report, digest: string, number: string) => controlIssue(name, digest, number, stack, report)),
    )
}

/** Pauses, resumes, cancels or retries an issue. Repeating a command changes nothing more. */
export async function controlIssue(
  command: ControlCommand,
  digest: string,
  number: string,
  stack: Stack,
  report: Report,
): Promise<void> {
  const issue = await getIssue(readDigest(digest, stack), readIssueNumber(number), stack)
  await updateHold(command, issue, stack)
  // Counts now, because the Lambda control-issue will change the states. `resume` does not depend on the counts.
  const outcome =
    command === 'resume' ? 'Resumed.' : outcomes[command]((await countIssue(issue.digest, issue.number, stack)).counts)
  // Senders and planners check whether an issue is paused. The other commands need a pass over the ledger.
  if (command !== 'pause') await stack.control.add({ digest: issue.digest, number: issue.number, order: command })
  const answer = { digest: issue.digest, number: issue.number, order: command }
  report.answer(answer, [`${issue.title}: ${outcome}`])
}

async function updateHold(command: ControlCommand, issue: IssueRecord, stack: Stack): Promise<void> {
  if (command === 'pause' || command === 'cancel') {
    const kind = command === 'pause' ? 'paused' : 'cancelled'
    const result = await stack.issues.stop(issue, { kind, reason: 'operator', at: new Date().toISOString() })
    if (result === 'unchanged' && command === 'pause') throw wasCancelled(issue)
  } else if (issue.hold?.kind === 'cancelled') throw wasCancelled(issue)
}

function wasCancelled({ digest, number }: IssueRecord): CommandFailure {
  return new CommandFailure(`Issue ${number} of the ${digest} digest was cancelled.`)
}
