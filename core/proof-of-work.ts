import { createHash } from 'node:crypto'

/** Leading zero bits of a stamp's hash. Finding a stamp takes about 65,000 tries, about a second in a browser. */
export const stampBits = 16

/**
 * Verifies a stamp, `2026-11-21:<nonce>`: the SHA-256 of `2026-11-21:<email>:<nonce>`, with the email exactly as the
 * form sends it, must begin with `stampBits` zeros. A stamp is valid for one address, and for two days before and after
 * its date, so there is no challenge to request and nothing to store. The request limits restrict how often it can be
 * used.
 */
export function verifyStamp(stamp: string | undefined, email: string, now: Date): boolean {
  const [, day, nonce] = /^(\d{4}-\d{2}-\d{2}):([\w-]{1,32})$/.exec(stamp ?? '') ?? []
  if (!day || Math.abs(Date.parse(day) - now.getTime()) > 2 * 24 * 60 * 60 * 1000) return false
  return createHash('sha256').update(`${day}:${email}:${nonce}`).digest().readUInt32BE() >>> (32 - stampBits) === 0
}
