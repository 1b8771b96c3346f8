import type { Command } from 'commander'
import type { Stack } from '../../operations/stack.ts'
import { unsubscribeAddress } from '../../operations/subscribers/unsubscribe-address.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

export function define(command: Command): void {
  command
    .argument('<address>')
    .description('unsubscribe an address; later imports leave it out')
    .addHelpText('after', '\nExample: postrider subscribers unsubscribe ada@example.org')
    .action(onStack((stack, report, address: string) => unsubscribe(address, stack, report)))
}

export async function unsubscribe(typed: string, stack: Stack, report: Report): Promise<void> {
  const { address, isKnown } = await unsubscribeAddress(typed, stack)
  const start = isKnown ? `${address} is unsubscribed.` : `${address} was not a subscriber, but is remembered.`
  report.answer({ address, unsubscribed: true, known: isKnown }, [
    `${start} No import adds it again; its owner can subscribe again with the form.`,
  ])
}
