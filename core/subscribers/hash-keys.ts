import { createHash } from 'node:crypto'
import { hashAddress } from './hash-address.ts'
import type { Secrets } from './secrets.ts'

/** The hash of an address with the publication's key, and with the keys of the stacks from which its list came. */
export type AddressHashes = { readonly hash: string; readonly former: readonly string[] }

type Keys = Pick<Secrets, 'addressPepper' | 'formerPeppers'>

export function hashesOf(address: string, { addressPepper, formerPeppers = [] }: Keys): AddressHashes {
  return {
    hash: hashAddress(address, addressPepper),
    former: formerPeppers.map((pepper) => hashAddress(address, pepper)),
  }
}

/** Names a key without revealing it. */
export function hashKeyId(pepper: string): string {
  return createHash('sha256').update(`postrider hash key ${pepper}`).digest('hex').slice(0, 12)
}

/** Returns all keys by their ids. */
export function hashKeysOf({ addressPepper, formerPeppers = [] }: Keys): ReadonlyMap<string, string> {
  return new Map([addressPepper, ...formerPeppers].map((pepper) => [hashKeyId(pepper), pepper]))
}

/** Renders the file that takes the keys of hashes to another stack. */
export function renderHashKeys(keys: Keys): string {
  return `${JSON.stringify({ postriderHashKeys: [...hashKeysOf(keys).values()] }, undefined, 2)}\n`
}

/** Reads such a file. Undefined if it is none. */
export function parseHashKeys(text: string): readonly string[] | undefined {
  try {
    const { postriderHashKeys: keys } = JSON.parse(text) as { postriderHashKeys?: unknown } // checked below
    if (!Array.isArray(keys) || keys.length > 100) return undefined
    return keys.every((key) => typeof key === 'string' && /^[0-9a-f]{64}$/.test(key)) ? keys : undefined
  } catch {
    return undefined
  }
}

/** Returns the keys as they are after those of another stack were added. Its own key is never among the former ones. */
export function addFormerPeppers<Stored extends Keys>(secrets: Stored, peppers: readonly string[]): Stored {
  const known = [secrets.addressPepper, ...(secrets.formerPeppers ?? [])]
  const added = [...new Set(peppers)].filter((pepper) => !known.includes(pepper))
  return added.length === 0 ? secrets : { ...secrets, formerPeppers: [...(secrets.formerPeppers ?? []), ...added] }
}
