import { createHash } from 'node:crypto'

/** Names a content: the first `digits` hex digits of its SHA-256 (4 bits each). */
export function fingerprint(content: string | Uint8Array, digits: number): string {
  return createHash('sha256').update(content).digest('hex').slice(0, digits)
}
