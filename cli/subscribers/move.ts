import type { Command } from 'commander'
import { countOf } from '../../core/text/count-of.ts'
import type { Stack } from '../../operations/stack.ts'
import { type Moved, moveReaders } from '../../operations/subscribers/move-readers.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

type MoveOptions = { readonly dryRun?: boolean }

export function define(command: Command): void {
  command
    .argument('<from>', 'a digest, also one that publication.json no longer contains, or the address of one subscriber')
    .argument('<to>', 'a digest')
    .description('move the subscribers of a digest, or one subscriber, to another digest; sends no mail')
    .option('--dry-run', 'count them and change nothing')
    .action(
      onStack((stack, report, from: string, to: string, options: MoveOptions) =>
        moveSubscribers(from, to, options, stack, report),
      ),
    )
}

/** Moves subscribers to another digest, in whatever state they are. */
export async function moveSubscribers(
  from: string,
  to: string,
  { dryRun = false }: MoveOptions,
  stack: Stack,
  report: Report,
): Promise<void> {
  const counts = await moveReaders(from, to, dryRun, stack)
  const moved = counts.confirmed + counts.pending + counts.unsubscribed
  report.answer({ from, to, dryRun, moved, ...counts }, [describe(counts, moved, from, to, dryRun)])
}

function describe(
  { confirmed, pending, unsubscribed }: Moved,
  moved: number,
  from: string,
  to: string,
  dryRun: boolean,
): string {
  const parts = `${confirmed} confirmed, ${pending} pending, ${unsubscribed} unsubscribed`
  if (moved === 0) return `There is nobody to move from ${from} to ${to}.`
  return dryRun
    ? `Would move ${countOf(moved, 'subscriber')} from ${from} to ${to}: ${parts}. Nothing was changed.`
    : `Moved ${countOf(moved, 'subscriber')} from ${from} to ${to}: ${parts}. No mail was sent.`
}
