import { adoptSuppression } from '../../aws/subscribers/adopt-suppression.ts'
import { describeDeparture, describeSuppression } from '../../core/subscribers/describe-refusal.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { hashesOf } from '../../core/subscribers/hash-keys.ts'
import { describeSubscriber, type Subscriber } from '../../core/subscribers/subscriber.ts'
import { CommandFailure } from '../command-failure.ts'
import { readAddress } from '../read-names.ts'
import type { Stack } from '../stack.ts'

type FoundSubscriber = {
  readonly subscriber: Subscriber
  /** Hash of the address. */
  readonly hash: string
}

/** Finds the subscriber of an address. @throws {CommandFailure} if there is none, with the state of the address */
export async function findSubscriber(typed: string, stack: Stack): Promise<FoundSubscriber> {
  const { address, hash, former } = await readHash(typed, stack)
  const subscriber = await stack.subscribers.find(hash)
  if (subscriber) return { subscriber, hash }
  const [record] = await stack.addresses.lookUp([hash], new Map([[hash, former]]))
  const { suppression, departure } = record ?? {}
  throw new CommandFailure(
    [
      `There is no subscriber ${address}`,
      suppression && `; its address is ${describeSuppression(suppression)}`,
      departure && `; it was ${describeDeparture(departure)}`,
      '.',
    ].join(''),
  )
}

/**
 * Reads an address, and returns the hash under which it is stored. A confirmed reader has chosen to be mailed by this
 * publication, so a suppression of a former stack is taken over only for others.
 */
export async function readHash(typed: string, stack: Pick<Stack, 'readSecrets' | 'suppressions' | 'subscribers'>) {
  const address = readAddress(typed)
  const hashes = hashesOf(address, await stack.readSecrets())
  const subscriber = hashes.former.length > 0 ? await stack.subscribers.find(hashes.hash) : undefined
  if (subscriber?.state !== 'confirmed') await adoptSuppression(hashes, stack.suppressions)
  return { address, ...hashes }
}

/** Returns the fields of a subscriber that commands show. */
export async function describe(subscriber: Subscriber, stack: Stack) {
  const { addressPepper } = await stack.readSecrets()
  return describeSubscriber(subscriber, await stack.suppressions.get(hashAddress(subscriber.address, addressPepper)))
}
