import { saveWithRetry } from '../../aws/save-with-retry.ts'
import { applySubscriber } from '../../core/subscribers/apply-subscriber.ts'
import type { Stack } from '../stack.ts'
import { readHash } from './find-subscriber.ts'

/** Unsubscribes an address. If there is no subscriber, remembers the address all the same. Sends no mail. */
export async function unsubscribeAddress(typed: string, stack: Stack) {
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
  return { address, isKnown }
}
