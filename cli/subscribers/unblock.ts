import type { Command } from 'commander'
import { describeSuppression } from '../../core/subscribers/describe-refusal.ts'
import type { Stack } from '../../operations/stack.ts'
import { unblockAddress } from '../../operations/subscribers/block-address.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

export function define(command: Command): void {
  command
    .argument('<address>')
    .description('undo `subscribers block`')
    .addHelpText('after', '\nExample: postrider subscribers unblock ada@example.org')
    .action(onStack((stack, report, address: string) => unblock(address, stack, report)))
}

export async function unblock(typed: string, stack: Stack, report: Report): Promise<void> {
  const { address, wasBlocked, after } = await unblockAddress(typed, stack)
  report.answer({ address, blocked: false, wasBlocked, suppressed: after !== undefined }, [
    wasBlocked ? `${address} is not blocked any more.` : `${address} was not blocked, so nothing changed.`,
    ...(after ? [`It is still ${describeSuppression(after)}.`] : []),
    ...(after?.reason === 'bounce' ? ['If its mailbox works again, use `subscribers unsuppress`.'] : []),
  ])
}
