import { saveWithRetry } from '../../aws/save-with-retry.ts'
import type { Stack } from '../stack.ts'
import { readHash } from './find-subscriber.ts'

/** Deletes the data of a subscriber. If there is none, remembers the address all the same. Sends no mail. */
export async function eraseAddress(typed: string, stack: Stack) {
  const { address, hash } = await readHash(typed, stack)
  const departure = { reason: 'erased', by: 'operator', at: new Date().toISOString() } as const
  const isKnown = await saveWithRetry(async () => {
    const subscriber = await stack.subscribers.find(hash)
    if (subscriber)
      return (await stack.subscribers.erase(subscriber, hash, departure)) === 'saved' ? true : 'superseded'
    await stack.addresses.addDeparture(hash, departure)
    return false
  })
  return { address, isKnown }
}
