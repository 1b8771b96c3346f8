import { createHmac } from 'node:crypto'

/**
 * The secret of one calendar month (UTC). After it is deleted, IP addresses can no longer be tested against the hashes.
 */
export type Salt = { readonly month: string; readonly key: string }

/** Returns the month of a salt: `2026-11`. */
export function monthOf(now: Date): string {
  return now.toISOString().slice(0, 7)
}

/** Returns when the salt of a month is deleted: one month after the month's end. Seconds since 1970. */
export function saltExpiry(month: string): number {
  const start = new Date(`${month}-01T00:00:00Z`)
  return start.setUTCMonth(start.getUTCMonth() + 2) / 1000
}

/**
 * Returns what is stored about the origin of a request: `2026-11:3f5a…`. It is the same for an IP address within a
 * month.
 */
export function hashOrigin(ip: string, { month, key }: Salt): string {
  return `${month}:${createHmac('sha256', key, { encoding: 'hex' }).update(ip).digest('hex').slice(0, 24)}`
}
