import type { Remembered, RememberedRow } from '../../core/subscribers/csv/remembered-row.ts'
import type { Stack } from '../stack.ts'

/** Stores what a row of an export remembers about an address, under its hash. */
export async function remember(
  hash: string,
  { suppression, departure }: Remembered,
  { addresses, suppressions }: Stack,
  hashKey?: string,
): Promise<void> {
  const now = new Date().toISOString()
  if (departure) await addresses.addDeparture(hash, departure, hashKey)
  if (suppression) await suppressions.add(hash, { at: now, ...suppression }, hashKey)
}

/** The keys of hashes that an import can use, by id. `undefined` stands for the stack's own key. */
export type HashKeys = ReadonlyMap<string, string | undefined>

/** Stores a row without an address. Returns why it cannot be stored; undefined if it was. */
export async function rememberRow(
  { hash, keyId, remembered }: RememberedRow,
  keys: HashKeys,
  stack: Stack,
  dryRun: boolean,
): Promise<string | undefined> {
  if (!keys.has(keyId)) return `the key of its hash (${keyId}) is missing, so the address cannot be remembered`
  if (!dryRun) await remember(hash, remembered, stack, keys.get(keyId))
  return undefined
}
