import { normalizeAddress } from '../normalize-address.ts'
import { readCell } from './cell.ts'
import { readConsentDate } from './consent-date.ts'
import type { CsvRow } from './import-header.ts'
import { findRefusal } from './import-status.ts'
import { isOwnRow, withoutDetails } from './remembered-row.ts'

/** A line that says that a person must not be mailed. Other lines of the file may have the same address. */
export type FileRefusal = {
  readonly line: number
  readonly reason: string
  /** When they unsubscribed. Undefined: the file does not say it, or they cannot come back by subscribing. */
  readonly at: string | undefined
  /** The line that shows that they came back later. */
  readonly returned?: number
}

/** Reads whether a line refuses an address for good. Cheap for lines that do not. */
export function readFileRefusal(
  row: CsvRow,
  line: number,
): { readonly address: string; readonly refusal: FileRefusal } | undefined {
  const { status, reason = '' } = findRefusal(isOwnRow(row) ? withoutDetails(row) : row) ?? {}
  if (status === undefined || status === 'unconfirmed') return undefined
  const address = normalizeAddress(readCell((row.email ?? '').trim()))
  const at = status === 'unsubscribed' ? readDepartureDate(row) : undefined
  return address === undefined ? undefined : { address, refusal: { line, reason, at } }
}

/** Returns the refusal that counts for both lines of an address: the later one, and one without a date always. */
export function laterRefusal(one: FileRefusal | undefined, other: FileRefusal): FileRefusal {
  if (one === undefined) return other
  if (one.at === undefined || other.at === undefined) return one.at === undefined ? one : other
  return Date.parse(other.at) > Date.parse(one.at) ? other : one
}

/** Returns the refusal with the line of a consent, if the person gave it after they had unsubscribed. */
export function applyConsent(refusal: FileRefusal, line: number, consentAt: string | undefined): FileRefusal {
  if (refusal.at === undefined || consentAt === undefined) return refusal
  return Date.parse(consentAt) > Date.parse(refusal.at) ? { ...refusal, returned: line } : refusal
}

const departureColumn =
  /unsub|opt(ed)? ?out|cancel|\bleft\b|abgemeldet|abmeld|désinscri|desinscri|desabonn|désabonn|\bbaja\b|disiscri|uitgeschreven/
const timeColumn = /\b(time|at|on|date|datum|fecha|day|since|timestamp|when)\b/

/** Returns the latest departure that a line names, so that a consent has to be later than all of them. */
function readDepartureDate(row: CsvRow): string | undefined {
  return Object.entries(row)
    .filter(([column]) => departureColumn.test(column) && timeColumn.test(column))
    .flatMap(([, cell]) => readDeparture(cell.trim()) ?? [])
    .toSorted()
    .at(-1)
}

/** A date without a time may mean any time of that day, so the end of the day counts. */
function readDeparture(cell: string): string | undefined {
  const at = readConsentDate(cell)
  return at !== undefined && /\D/.test(cell) && !cell.includes(':') ? `${at.slice(0, 10)}T23:59:59.999Z` : at
}
