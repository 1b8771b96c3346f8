import type { Command } from 'commander'
import { CommandFailure } from '../command-failure.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'
import type { Stack } from '../stack.ts'

export function define(command: Command): void {
  command
    .argument('[queue]', 'default: all queues')
    .description('retry the failed messages')
    .action(onStack((stack, report, queue: string | undefined) => redriveFailures(queue, stack, report)))
}

/** Moves failed messages back to their original queues: those of one queue, or of all queues. */
export async function redriveFailures(only: string | undefined, stack: Stack, report: Report): Promise<void> {
  const queues = Object.keys(stack.failures)
  if (only !== undefined && !queues.includes(only)) {
    throw new CommandFailure(`There is no queue ${only}. There are: ${queues.join(', ')}.`, 2)
  }
  const retried: Record<string, number> = {}
  for (const [queue, store] of Object.entries(stack.failures)) {
    if (only === undefined || only === queue) retried[queue] = await store.redrive()
  }
  const lines = Object.entries(retried)
    .filter(([, count]) => count > 0)
    .map(([queue, count]) => `${queue}: ${count} retried`)
  report.answer(retried, lines.length > 0 ? lines : ['No messages have failed.'])
}
