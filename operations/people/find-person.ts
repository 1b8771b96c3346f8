import { hashesOf } from '../../core/subscribers/hash-keys.ts'
import type { KnownAddress } from '../../core/subscribers/plan-admission.ts'
import { readAddress } from '../read-names.ts'
import type { Stack } from '../stack.ts'

/** An address, and all that is stored about it. */
export type Person = KnownAddress & { readonly address: string }

/** Finds what is stored about an address. Changes nothing. @throws {CommandFailure} for text that is not an address */
export async function findPerson(typed: string, stack: Pick<Stack, 'readSecrets' | 'addresses'>): Promise<Person> {
  const address = readAddress(typed)
  const { hash, former } = hashesOf(address, await stack.readSecrets())
  const [known] = await stack.addresses.lookUp([hash], new Map([[hash, former]]))
  return { address, subscriber: undefined, suppression: undefined, departure: undefined, ...known }
}

/** Finds the subscriber with an id. Undefined if there is none. */
export async function getPerson(
  id: string,
  stack: Pick<Stack, 'readSecrets' | 'addresses' | 'subscribers'>,
): Promise<(Person & { readonly subscriber: NonNullable<Person['subscriber']> }) | undefined> {
  const subscriber = isSubscriberId(id) ? await stack.subscribers.get(id) : undefined
  if (!subscriber) return undefined
  return { ...(await findPerson(subscriber.address, stack)), subscriber }
}

export function isSubscriberId(text: string): boolean {
  return /^[0-9a-f]{24}$/.test(text)
}
