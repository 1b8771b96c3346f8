import type { Receipt } from '../articles/receipt.ts'
import { classifyKey } from '../reading/upload-key.ts'
import type { Site } from '../site.ts'
import { checkWelcome } from './parse-welcome.ts'
import { placeWelcome } from './place-welcome.ts'
import { applyWelcome, welcomeReceipt } from './welcome-text.ts'

/** A file that would be uploaded. If it is larger than `bytes`, it is too large to be read. */
type GivenFile = { readonly key: string; readonly bytes: Uint8Array; readonly size: number }

/** Returns the receipt that a text of the welcome series would get; undefined if the file is none. */
export function rehearseWelcome(file: GivenFile, site: Site, now: Date): Receipt | undefined {
  const { key, size } = file
  const at = now.toISOString()
  if (classifyKey(key).kind !== 'welcome') return undefined
  const place = placeWelcome(key)
  if (!('number' in place)) return { key, state: 'rejected', problems: [place], at }
  const event = { kind: 'put', key, size, sequencer: '1', eTag: undefined, at } as const
  const fact = checkWelcome(event, place, { ...file, contentType: undefined, etag: '' }, site, now)
  return fact && welcomeReceipt(applyWelcome(undefined, fact))
}
