import type { Command } from 'commander'
import type { Stack } from '../../operations/stack.ts'
import { readHash } from '../../operations/subscribers/find-subscriber.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

export function define(command: Command): void {
  command
    .argument('<address>')
    .description('never mail an address, even if it is imported or signs up')
    .addHelpText('after', '\nExample: postrider subscribers block ada@example.org')
    .action(onStack((stack, report, address: string) => block(address, stack, report)))
}

/** A complaint stays what it is, because it is never lifted. A bounce remains below the block. */
export async function block(typed: string, stack: Stack, report: Report): Promise<void> {
  const { address, hash } = await readHash(typed, stack)
  const at = new Date().toISOString()
  await stack.suppressions.add(hash, { reason: 'operator', at, notedAt: at })
  report.answer({ address, blocked: true }, [
    `${address} is blocked: it gets no mail, even if it is imported or signs up. To undo this, use \`subscribers unblock\`.`,
  ])
}
