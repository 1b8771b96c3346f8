import type { Command } from 'commander'
import type { Stack } from '../../operations/stack.ts'
import { eraseAddress } from '../../operations/subscribers/erase-address.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

export function define(command: Command): void {
  command
    .alias('rm')
    .argument('<address>')
    .description(
      'delete the data of a subscriber; only a hash of the address stays, so that later imports leave it out',
    )
    .addHelpText('after', '\nExample: postrider subscribers erase ada@example.org')
    .action(onStack((stack, report, address: string) => eraseSubscriber(address, stack, report)))
}

export async function eraseSubscriber(typed: string, stack: Stack, report: Report): Promise<void> {
  const { address, isKnown } = await eraseAddress(typed, stack)
  const start = isKnown ? `${address} was erased.` : `There is no subscriber ${address}, but the address is remembered.`
  report.answer({ address, erased: true, known: isKnown }, [
    `${start} No import adds it again; its owner can subscribe again with the form.`,
  ])
}
