import type { Command } from 'commander'
import { saveWithRetry } from '../../aws/save-with-retry.ts'
import { applySubscriber } from '../../core/subscribers/apply-subscriber.ts'
import type { Stack } from '../../operations/stack.ts'
import { readHash } from '../../operations/subscribers/find-subscriber.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

export function define(command: Command): void {
  command
    .argument('<address>')
    .description('unsubscribe an address; later imports leave it out')
    .addHelpText('after', '\nExample: postrider subscribers unsubscribe ada@example.org')
    .action(onStack((stack, report, address: string) => unsubscribe(address, stack, report)))
}

/** If there is no subscriber, remembers the address all the same. Sends no mail. */
export async function unsubscribe(typed: string, stack: Stack, report: Report): Promise<void> {
  const { address, hash } = await readHash(typed, stack)
  const at = new Date().toISOString()
  const isKnown = await saveWithRetry(async () => {
    const before = await stack.subscribers.find(hash)
    if (!before) {
      await stack.addresses.addDeparture(hash, { reason: 'unsubscribed', by: 'operator', at })
      return false
    }
    const after = applySubscriber(before, { kind: 'unsubscribed', at, by: 'operator' })
    if (after === before) return true
    return (await stack.subscribers.save(before, after, hash)) === 'saved' ? true : 'superseded'
  })
  const start = isKnown ? `${address} is unsubscribed.` : `${address} was not a subscriber, but is remembered.`
  report.answer({ address, unsubscribed: true, known: isKnown }, [
    `${start} No import adds it again; its owner can subscribe again with the form.`,
  ])
}
