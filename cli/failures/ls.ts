import type { Command } from 'commander'
import { onStack } from '../connect.ts'
import { type Report, table } from '../report.ts'
import type { Stack } from '../stack.ts'

export function define(command: Command): void {
  command.description('count the failed messages of each queue').action(onStack(listFailures))
}

/** Counts the messages that failed repeatedly, by their original queue. */
export async function listFailures(stack: Stack, report: Report): Promise<void> {
  const counts = await Promise.all(
    Object.entries(stack.failures).map(async ([queue, store]) => ({ queue, failures: await store.count() })),
  )
  const rows = counts.filter(({ failures }) => failures > 0).map(({ queue, failures }) => [queue, failures.toString()])
  report.answer(counts, rows.length > 0 ? table(rows) : ['No messages have failed.'])
}
