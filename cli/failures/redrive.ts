import type { Command } from 'commander'
import { CommandFailure } from '../../operations/command-failure.ts'
import { describeRedrive } from '../../operations/failures/describe-redrive.ts'
import type { Stack } from '../../operations/stack.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

export function define(command: Command): void {
  command
    .argument('[source]', 'as `failures ls` names it; default: all sources')
    .description('retry the failed messages')
    .action(onStack((stack, report, source: string | undefined) => redriveFailures(source, stack, report)))
}

/** Sends failed messages back to where they failed: those of one source, or all. */
export async function redriveFailures(only: string | undefined, stack: Stack, report: Report): Promise<void> {
  const { sources } = stack.failures
  if (only !== undefined && !sources.includes(only)) {
    throw new CommandFailure(`There is no source ${only}. The sources are: ${sources.join(', ')}.`, 2)
  }
  const removed = await stack.failures.redrive(only)
  const counts = sources.map((source) => [source, removed.filter((each) => each.source === source).length])
  report.answer(Object.fromEntries(counts), describeRedrive(removed))
}
