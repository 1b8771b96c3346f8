import { saveWithRetry } from '../../aws/save-with-retry.ts'
import { applySubscriber } from '../../core/subscribers/apply-subscriber.ts'
import { lateMemory } from '../../core/subscribers/csv/late-memory.ts'
import type { Remembered } from '../../core/subscribers/csv/remembered-row.ts'
import { hashesOf } from '../../core/subscribers/hash-keys.ts'
import type { Secrets } from '../../core/subscribers/secrets.ts'
import type { Departure, Subscriber } from '../../core/subscribers/subscriber.ts'
import type { Stack } from '../stack.ts'

/**
 * Applies what a file remembers under hashes with former keys to subscribers who were imported before: senders look only
 * for hashes with the present key. It reads all subscribers once.
 *
 * @param memory by the hash of the address
 */
export async function applyLateMemory(
  memory: ReadonlyMap<string, readonly Remembered[]>,
  secrets: Secrets,
  stack: Stack,
): Promise<void> {
  if (memory.size === 0) return
  for await (const subscriber of stack.subscribers.list()) {
    const { hash, former } = hashesOf(subscriber.address, secrets)
    for (const remembered of former.flatMap((each) => memory.get(each) ?? [])) {
      await applyRemembered(subscriber, hash, remembered, stack)
    }
  }
}

/** Applies what a file remembers about a subscriber who was imported before. */
export async function applyRemembered(
  subscriber: Subscriber,
  hash: string,
  remembered: Remembered,
  stack: Stack,
): Promise<void> {
  const { suppression, departure } = lateMemory(subscriber, remembered) ?? {}
  if (suppression) await stack.suppressions.add(hash, { at: new Date().toISOString(), ...suppression })
  if (departure) await unsubscribe(subscriber.id, hash, departure, stack)
}

function unsubscribe(id: string, hash: string, departure: Departure, { subscribers }: Stack): Promise<'saved'> {
  const at = departure.at ?? new Date().toISOString()
  const by = departure.by === 'operator' ? { by: departure.by } : {}
  return saveWithRetry(async () => {
    const before = await subscribers.get(id)
    if (!before || lateMemory(before, { departure }) === undefined) return 'saved'
    return subscribers.save(before, applySubscriber(before, { kind: 'unsubscribed', at, ...by }), hash)
  })
}
