import type { Receipt } from '../articles/receipt.ts'
import { classifyKey } from '../reading/upload-key.ts'
import type { Site } from '../site.ts'
import { applyInsert, insertReceipt } from './insert-record.ts'
import { checkInsert, placeInsert } from './parse-insert.ts'

/** A file that would be uploaded. If it is larger than `bytes`, it is too large to be read. */
type GivenFile = { readonly key: string; readonly bytes: Uint8Array; readonly size: number }

/** Returns the receipt that an insert would get; undefined if the file is none. */
export function rehearseInsert(file: GivenFile, site: Site, now: Date): Receipt | undefined {
  const { key, size } = file
  const at = now.toISOString()
  if (classifyKey(key).kind !== 'insert') return undefined
  const place = placeInsert(key, site)
  if (!('digest' in place)) return { key, state: 'rejected', problems: [place], at }
  const event = { kind: 'put', key, size, sequencer: '1', eTag: undefined, at } as const
  const fact = checkInsert(event, place, { ...file, contentType: undefined, etag: '' }, site, now)
  return fact && insertReceipt(applyInsert(undefined, fact))
}
