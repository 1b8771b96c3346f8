import { createHash } from 'node:crypto'

/** Leading zero bits of a stamp's hash: some 65,000 tries, which take a browser about a second. */
export const stampBits = 16

/**
 * Whether someone has worked for a request: `2026-11-21:<nonce>` such that the SHA-256 of `2026-11-21:<email>:<nonce>`, the
 * email as it was sent, begins with `stampBits` zeros. A stamp is good for one address and for the days around its own,
 * so there is no challenge to ask for and nothing to keep; how often it is used is for the limits to say.
 */
export function verifyStamp(stamp: string | undefined, email: string, now: Date): boolean {
  const [, day, nonce] = /^(\d{4}-\d{2}-\d{2}):([\w-]{1,32})$/.exec(stamp ?? '') ?? []
  if (!day || Math.abs(Date.parse(day) - now.getTime()) > 2 * 24 * 60 * 60 * 1000) return false
  return createHash('sha256').update(`${day}:${email}:${nonce}`).digest().readUInt32BE() >>> (32 - stampBits) === 0
}
