import { createHmac } from 'node:crypto'

/** Secret of one calendar month (UTC), thrown away some time after it: then no hash made with it can be tried out. */
export type Salt = { readonly month: string; readonly key: string }

/** `2026-11` */
export function monthOf(now: Date): string {
  return now.toISOString().slice(0, 7)
}

/** When a month's salt is thrown away: a month after its end. Seconds since 1970. */
export function saltExpiry(month: string): number {
  const start = new Date(`${month}-01T00:00:00Z`)
  return start.setUTCMonth(start.getUTCMonth() + 2) / 1000
}

/** What a record says of where a request came from: `2026-11:3f5a…`. The same visitor's are the same within a month. */
export function hashOrigin(ip: string, { month, key }: Salt): string {
  return `${month}:${createHmac('sha256', Buffer.from(key, 'hex')).update(ip).digest('hex').slice(0, 24)}`
}
