import type { Departure, Suppression } from '../subscriber.ts'
import type { CsvRow } from './import-header.ts'

/** What a file says that must be remembered about an address. */
export type Remembered = {
  /** The time is absent if the file has none. */
  readonly suppression?: (Pick<Suppression, 'reason'> & { readonly at?: string }) | undefined
  readonly departure?: Departure | undefined
}

/** What an export of Postrider says about an address that has no subscriber: only its hash, and the id of the key. */
export type RememberedRow = { readonly hash: string; readonly keyId: string; readonly remembered: Remembered }

/** Columns that only exports of Postrider have together. */
const ownColumns = ['consent source', 'consent at', 'address hash', 'hash key']
/** Columns of our own that say more about `state` and `suppressed`. */
const detailColumns = new Set(['suppressed at', 'unsubscribed by', 'address hash', 'hash key'])

export const isOwnRow = (row: CsvRow): boolean => ownColumns.every((column) => row[column] !== undefined)

/** Returns the columns of our own export that say whether a person may be mailed, as those of other products do. */
export function withoutDetails(row: CsvRow): CsvRow {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !detailColumns.has(column)))
}

/** Reads what a row of our own export remembers. */
export function readRemembered(row: CsvRow): Remembered {
  const reason = suppressionReasons.find((each) => each === row.suppressed)
  const departed = departureReasons.find((each) => each === row.state)
  const isDeparted = departed !== undefined || (row['unsubscribed at'] ?? '') !== ''
  const by = agents.find((each) => each === row['unsubscribed by'])
  const at = timeOf(row['unsubscribed at'])
  const suppressedAt = timeOf(row['suppressed at'])
  return {
    suppression: reason && { reason, ...(suppressedAt !== undefined && { at: suppressedAt }) },
    departure: isDeparted
      ? { reason: departed ?? 'unsubscribed', ...(by && { by }), ...(at !== undefined && { at }) }
      : undefined,
  }
}

/** Reads a row that has a hash in place of the address. Undefined for any other row, also of other products. */
export function readRememberedRow(row: CsvRow): RememberedRow | undefined {
  const found = isOwnRow(row) && row.email?.trim() === '' ? readHash(row) : undefined
  if (!found) return undefined
  const remembered = readRemembered(row)
  return remembered.suppression || remembered.departure ? { ...found, remembered } : undefined
}

function readHash(row: CsvRow): { readonly hash: string; readonly keyId: string } | undefined {
  const hash = /^[0-9a-f]{40}$/.exec(row['address hash'] ?? '')?.[0]
  const keyId = /^(?:k-)?([0-9a-f]{12})$/.exec(row['hash key'] ?? '')?.[1]
  return hash === undefined || keyId === undefined ? undefined : { hash, keyId }
}

/** Returns the id of a key for a cell of a file. Spreadsheets take `12345678e901`, as former versions wrote it, for a number. */
export const keyCell = (keyId: string): string => `k-${keyId}`

/** True for a row with a hash that cannot be read any more. */
export function isDamagedRow(row: CsvRow): boolean {
  const isHashed = `${row['address hash'] ?? ''}${row['hash key'] ?? ''}`.trim() !== ''
  return isOwnRow(row) && isHashed && readHash(row) === undefined
}

const suppressionReasons = ['bounce', 'complaint', 'operator'] as const
const departureReasons = ['erased', 'unsubscribed', 'moved'] as const
const agents = ['operator', 'import', 'lapse'] as const

/** Reads a time of our own export. */
export function timeOf(cell: string | undefined): string | undefined {
  return cell !== undefined && /^\d{4}-\d{2}-\d{2}T/.test(cell) && !Number.isNaN(Date.parse(cell)) ? cell : undefined
}
