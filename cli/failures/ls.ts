import type { Command } from 'commander'
import { groupFailures } from '../../core/read-failure.ts'
import type { Stack } from '../../operations/stack.ts'
import { onStack } from '../connect.ts'
import { type Report, table } from '../report.ts'

export function define(command: Command): void {
  command
    .description('count the failed messages by their source, and say what users lose')
    .action(onStack(listFailures))
}

/** Counts the messages that failed repeatedly, by their source. */
export async function listFailures(stack: Stack, report: Report): Promise<void> {
  const groups = groupFailures(await stack.failures.list())
  const rows = groups.map(({ source, failures, lambda, loss }) => [source, failures.toString(), lambda ?? '', loss])
  const errors = groups.flatMap(({ source, error }) => (error === undefined ? [] : `${source}: ${error}`))
  report.answer(groups, rows.length > 0 ? [...table(rows), ...errors] : ['No messages have failed.'])
}
