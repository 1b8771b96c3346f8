import { readFile } from 'node:fs/promises'
import { hashKeyId, parseHashKeys } from '../../core/subscribers/hash-keys.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Stack } from '../stack.ts'
import type { HashKeys } from './remember.ts'

/** The file with the keys of the hashes in an export, beside it. */
export const hashKeyFile = (file: string): string => `${file}.keys`

/**
 * Reads the keys of the hashes in a file, and stores them unless it is a dry run.
 *
 * @param named the file that the operator named
 */
export async function readHashKeys(
  file: string,
  named: string | undefined,
  stack: Stack,
  dryRun: boolean,
): Promise<HashKeys> {
  const place = named ?? hashKeyFile(file)
  const text = await readFile(place, 'utf8').catch((cause: Error) => {
    if (named === undefined) return undefined
    throw new CommandFailure(`Cannot read ${place}: ${cause.message}.`, 1, { cause })
  })
  const added = text === undefined ? [] : parseHashKeys(text)
  if (!added) throw new CommandFailure(`${place} does not contain the keys of an export. Export the list again.`)
  if (!dryRun && added.length > 0) await stack.addHashKeys(added)
  const { addressPepper, formerPeppers = [] } = await stack.readSecrets()
  const former = [...formerPeppers, ...added].map((pepper) => [hashKeyId(pepper), hashKeyId(pepper)] as const)
  return new Map<string, string | undefined>([...former, [hashKeyId(addressPepper), undefined]])
}
