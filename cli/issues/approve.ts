import type { Command } from 'commander'
import { countOf } from '../../core/text/count-of.ts'
import { approveWaiting } from '../../operations/issues/approve-waiting.ts'
import { showRecord } from '../../operations/issues/count-issue.ts'
import { readAnyDigest, readIssueNumber } from '../../operations/read-names.ts'
import type { Stack } from '../../operations/stack.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

export function define(command: Command): void {
  command
    .argument('<digest>')
    .argument('<number>')
    .description('mail an issue that waits for approval')
    .action(onStack((stack, report, digest: string, number: string) => approveIssue(digest, number, stack, report)))
}

/** Approves an issue, and waits until that is done. Repeating the command changes nothing more. */
export async function approveIssue(name: string, text: string, stack: Stack, report: Report): Promise<void> {
  const { record, changes } = await approveWaiting(await readAnyDigest(name, stack), readIssueNumber(text), stack)
  if (changes === undefined) return report.answer(showRecord(record), [`${record.title} is approved already.`])
  report.answer({ ...showRecord(record), changes }, [
    `${record.title}: approved, ${countOf(record.articleCount, 'article')}.`,
    ...changes,
  ])
}
