import type { Command } from 'commander'
import { type ControlCommand, orderIssue } from '../../operations/issues/order-issue.ts'
import { readAnyDigest, readIssueNumber } from '../../operations/read-names.ts'
import type { Stack } from '../../operations/stack.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

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
  const { issue, outcome } = await orderIssue(
    command,
    await readAnyDigest(digest, stack),
    readIssueNumber(number),
    stack,
  )
  const answer = { digest: issue.digest, number: issue.number, order: command }
  report.answer(answer, [`${issue.title}: ${outcome}`])
}
