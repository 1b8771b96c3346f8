import type { Subscriber, Suppression } from '../subscriber.ts'
import { writeCell } from './csv-cell.ts'

/** All that is known of a subscriber, for themselves and for the operator. */
export function describeSubscriber(subscriber: Subscriber, suppression: Suppression | undefined) {
  const { revision, ...shown } = subscriber
  return { ...shown, suppressed: suppression !== undefined, suppression }
}

/** The columns of an export, which an import knows again. */
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

/** The first line of a CSV file (RFC 4180). */
export const exportHeader = `${Object.keys(columns).join(',')}\r\n`

export function exportRow(subscriber: Subscriber, suppression: Suppression | undefined): string {
  const cells = Object.values(columns).map((read) => writeCell(read(subscriber, suppression)))
  return `${cells.join(',')}\r\n`
}
