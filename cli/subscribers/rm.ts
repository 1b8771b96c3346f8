import type { Command } from 'commander'
import { saveWithRetry } from '../../aws/save-with-retry.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'
import type { Stack } from '../stack.ts'
import { findSubscriber } from './find-subscriber.ts'

export function define(command: Command): void {
  command
    .argument('<address>')
    .description('remove a subscriber')
    .action(onStack((stack, report, address: string) => removeSubscriber(address, stack, report)))
}

export async function removeSubscriber(typed: string, stack: Stack, report: Report): Promise<void> {
  const address = await saveWithRetry(async () => {
    const { subscriber, hash } = await findSubscriber(typed, stack)
    return (await stack.subscribers.remove(subscriber, hash)) === 'saved' ? subscriber.address : 'superseded'
  })
  report.answer({ address, removed: true }, [`${address} was removed.`])
}
