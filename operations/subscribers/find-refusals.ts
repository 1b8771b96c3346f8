import {
  applyConsent,
  type FileRefusal,
  laterRefusal,
  readFileRefusal,
} from '../../core/subscribers/csv/file-refusal.ts'
import { parseImportRow } from '../../core/subscribers/csv/import-row.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import type { Secrets } from '../../core/subscribers/secrets.ts'
import type { Stack } from '../stack.ts'
import { readCsv } from './read-csv.ts'

/**
 * Reads a file for the people whom one of its lines refuses, whatever its other lines say about them. Returns these lines
 * by the hash of the address. If lines have dates, a second reading finds those who came back later.
 */
export async function findRefusals(
  file: string,
  { addressPepper }: Secrets,
  { site }: Stack,
): Promise<ReadonlyMap<string, FileRefusal>> {
  const refusals = new Map<string, FileRefusal>()
  for await (const { record, info } of readCsv(file, { skip: () => {} })) {
    const found = readFileRefusal(record, info.lines)
    if (!found) continue
    const hash = hashAddress(found.address, addressPepper)
    refusals.set(hash, laterRefusal(refusals.get(hash), found.refusal))
  }
  if (![...refusals.values()].some(({ at }) => at !== undefined)) return refusals
  for await (const { record, info } of readCsv(file, { skip: () => {} })) {
    const row = parseImportRow(record, site.publication)
    if (row.kind !== 'subscriber') continue
    const hash = hashAddress(row.address, addressPepper)
    const refusal = refusals.get(hash)
    if (refusal) refusals.set(hash, applyConsent(refusal, info.lines, row.consent.at))
  }
  return refusals
}
