import { CommandFailure } from '../command-failure.ts'
import { type Report, table } from '../report.ts'
import type { Stack } from '../stack.ts'

/** Messages that failed again and again, by the queue that they came from. */
export async function listFailures(stack: Stack, report: Report): Promise<void> {
  const counts = await Promise.all(
    Object.entries(stack.failures).map(async ([queue, store]) => ({ queue, failures: await store.count() })),
  )
  const some = counts.filter(({ failures }) => failures > 0)
  const rows = some.map(({ queue, failures }) => [queue, String(failures)])
  report.answer(counts, rows.length > 0 ? table(rows) : ['No message failed.'])
}

/** Tries failed messages again: those of one queue, or all of them. */
export async function redriveFailures(name: string | undefined, stack: Stack, report: Report): Promise<void> {
  const known = Object.keys(stack.failures)
  if (name !== undefined && !known.includes(name)) {
    throw new CommandFailure(`There is no queue ${name}. There are: ${known.join(', ')}.`, 2)
  }
  const moved: Record<string, number> = {}
  for (const [queue, store] of Object.entries(stack.failures)) {
    if (name === undefined || name === queue) moved[queue] = await store.redrive()
  }
  const rows = Object.entries(moved).filter(([, count]) => count > 0)
  const lines = rows.map(([queue, count]) => `${queue}: ${count} tried again`)
  report.answer(moved, lines.length > 0 ? lines : ['No message failed.'])
}
