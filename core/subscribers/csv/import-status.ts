import type { Suppression } from '../subscriber.ts'
import type { CsvRow } from './import-header.ts'

/**
 * Why an imported person must not be mailed: they did not confirm or they unsubscribed in the product that exported the
 * file, or the address is suppressed there.
 */
export type ImportStatus = 'unconfirmed' | 'unsubscribed' | Suppression['reason']

/** Columns that contain the status as a word. */
const statusColumns = ['state', 'status', 'type', 'subscriber type', 'subscription status', 'email status']
const statusWords: readonly (readonly [ImportStatus, RegExp])[] = [
  ['unconfirmed', /^(inactive|pending|unconfirmed|unactivated|not.?confirmed)$/],
  ['unsubscribed', /^(un-?subscribed|cancell?ed|disabled|removed|deleted|erased|archived)$/],
  ['bounce', /^(cleaned|((hard|soft).?)?bounced?|undeliverable|invalid)$/],
  ['complaint', /^(complain(ed|t)|spam(my)?|(marked|reported).as.spam)$/],
  ['operator', /^(blocked|block-?listed|black-?listed|suppressed)$/],
]

/** Columns that contain a date or a reason only for people who must not be mailed. */
const endColumns: Readonly<Record<string, ImportStatus>> = {
  'unsub time': 'unsubscribed',
  'unsubscribed at': 'unsubscribed',
  'unsubscribe date': 'unsubscribed',
  'unsubscription date': 'unsubscribed',
  'clean time': 'bounce',
  'deleted at': 'unsubscribed',
  suppressed: 'operator',
}
const filledIn = /^(?!(?:null|none|false)$).*[1-9a-z]/i

/** Yes/no columns, with the value that means that a person must not be mailed. */
const flagColumns: Readonly<Record<string, RegExp>> = {
  'email disabled': /^(true|yes|1)$/i,
  unsubscribed: /^(true|yes|1)$/i,
  subscribed: /^(false|no|0)$/i,
  'subscribed to emails': /^(false|no|0)$/i,
}

/** Returns why a person must not be mailed, and the cell that says so. Undefined if no cell does. */
export function findRefusal(row: CsvRow): { readonly status: ImportStatus; readonly reason: string } | undefined {
  const cell = (column: string) => (row[column] ?? '').trim()
  const refuse = (column: string, status: ImportStatus) => ({
    status,
    reason: `the file says ${column}: ${cell(column)}`,
  })
  const suppressed = readReason(cell('suppressed'))
  if (suppressed) return refuse('suppressed', suppressed)
  for (const column of statusColumns) {
    const match = statusWords.find(([, words]) => words.test(cell(column).toLowerCase()))
    if (match) return refuse(column, match[0])
  }
  const flag = Object.keys(flagColumns).find((column) => flagColumns[column]?.test(cell(column)))
  if (flag) return refuse(flag, 'unsubscribed')
  const end = Object.entries(endColumns).find(([column]) => filledIn.test(cell(column)))
  return end && refuse(end[0], end[1])
}

/** Our own export contains the reason of a suppression. */
function readReason(text: string): Suppression['reason'] | undefined {
  return (['bounce', 'complaint', 'operator'] as const).find((reason) => reason === text)
}
