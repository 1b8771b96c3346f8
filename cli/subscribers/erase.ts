import type { Command } from 'commander'
import { saveWithRetry } from '../../aws/save-with-retry.ts'
import type { Stack } from '../../operations/stack.ts'
import { readHash } from '../../operations/subscribers/find-subscriber.ts'
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

/** If there is no subscriber, remembers the address all the same. Sends no mail. */
export async function eraseSubscriber(typed: string, stack: Stack, report: Report): Promise<void> {
  const { address, hash } = await readHash(typed, stack)
  const departure = { reason: 'erased', by: 'operator', at: new Date().toISOString() } as const
  const isKnown = await saveWithRetry(async () => {
    const subscriber = await stack.subscribers.find(hash)
    if (subscriber)
      return (await stack.subscribers.erase(subscriber, hash, departure)) === 'saved' ? true : 'superseded'
    await stack.addresses.addDeparture(hash, departure)
    return false
  })
  const start = isKnown ? `${address} was erased.` : `There is no subscriber ${address}, but the address is remembered.`
  report.answer({ address, erased: true, known: isKnown }, [
    `${start} No import adds it again; its owner can subscribe again with the form.`,
  ])
}
