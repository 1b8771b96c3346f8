import { createHash } from 'node:crypto'

/** Returns the first `digits` hex digits (4 bits each) of the SHA-256 of a content. */
export function fingerprint(content: string | Uint8Array, digits: number): string {
  return createHash('sha256').update(content).digest('hex').slice(0, digits)
}
