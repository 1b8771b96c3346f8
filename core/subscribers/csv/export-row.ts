import type { Subscriber, Suppression } from '../subscriber.ts'
import { writeCell } from './cell.ts'

/** The columns of an export. An import reads them all. */
const columns = {
  email: ({ address }) => address,
  state: ({ state }) => state,
  digest: ({ digest }) => digest,
  topics: ({ topics }) => topics.join(' '),
  language: ({ language }) => language,
  time_zone: ({ timeZone }) => timeZone,
  consent_source: ({ consent }) => consent.source,
  consent_at: ({ consent }) => consent.at,
  created_at: ({ createdAt }) => createdAt,
  confirmed_at: ({ confirmedAt }) => confirmedAt,
  unsubscribed_at: ({ unsubscribedAt }) => unsubscribedAt,
  paused_until: ({ pausedUntil }) => pausedUntil,
  suppressed: (_subscriber, suppression) => suppression?.reason,
} satisfies Record<string, (subscriber: Subscriber, suppression: Suppression | undefined) => string | undefined>

/** The header line of the CSV file (RFC 4180). */
export const exportHeader = `${Object.keys(columns).join(',')}\r\n`

/** Returns a line of the CSV file. */
export function exportRow(subscriber: Subscriber, suppression: Suppression | undefined): string {
  const cells = Object.values(columns).map((read) => writeCell(read(subscriber, suppression)))
  return `${cells.join(',')}\r\n`
}
