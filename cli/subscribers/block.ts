import type { Command } from 'commander'
import type { Stack } from '../../operations/stack.ts'
import { blockAddress } from '../../operations/subscribers/block-address.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

export function define(command: Command): void {
  command
    .argument('<address>')
    .description('never mail an address, even if it is imported or signs up')
    .addHelpText('after', '\nExample: postrider subscribers block ada@example.org')
    .action(onStack((stack, report, address: string) => block(address, stack, report)))
}

export async function block(typed: string, stack: Stack, report: Report): Promise<void> {
  const { address } = await blockAddress(typed, stack)
  report.answer({ address, blocked: true }, [
    `${address} is blocked: it gets no mail, even if it is imported or signs up. To undo this, use \`subscribers unblock\`.`,
  ])
}
