import type { Subscriber, Suppression } from '../subscriber.ts'
import { writeCell } from './cell.ts'
import { removedName } from './import-name.ts'
import { keyCell, type RememberedRow } from './remembered-row.ts'

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
  suppressed_at: (_subscriber, suppression) => suppression?.at,
  unsubscribed_by: ({ unsubscribedBy }) => unsubscribedBy,
  address_hash: () => undefined,
  hash_key: () => undefined,
  name: ({ name }) => (name === '' ? removedName : name),
  yes_at: ({ yesAt }) => yesAt,
} satisfies Record<string, (subscriber: Subscriber, suppression: Suppression | undefined) => string | undefined>

/** The header line of the CSV file (RFC 4180). */
export const exportHeader = `${Object.keys(columns).join(',')}\r\n`

/** Returns a line of the CSV file. */
export function exportRow(subscriber: Subscriber, suppression: Suppression | undefined): string {
  const cells = Object.values(columns).map((read) => writeCell(read(subscriber, suppression)))
  return `${cells.join(',')}\r\n`
}

/** Returns a line for an address without a subscriber: the hash of the address, and why no mail may go to it. */
export function rememberedRow({ hash, keyId, remembered: { suppression, departure } }: RememberedRow): string {
  const values: Partial<Record<keyof typeof columns, string | undefined>> = {
    state: departure?.reason,
    unsubscribed_at: departure?.at,
    unsubscribed_by: departure?.by,
    suppressed: suppression?.reason,
    suppressed_at: suppression?.at,
    address_hash: hash,
    hash_key: keyCell(keyId),
  }
  const names = Object.keys(columns) as (keyof typeof columns)[] // its own keys
  return `${names.map((name) => writeCell(values[name])).join(',')}\r\n`
}
