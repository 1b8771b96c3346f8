import type { Suppression } from '../subscriber.ts'

/** A line of a CSV file by the names that `readHeader` gives its columns. */
export type CsvRow = Readonly<Record<string, string>>

/** Names of the column with the addresses in the exports of other products, the surest first. */
const addressColumns = ['email', 'email address', 'e mail', 'e mail address', 'subscriber email', 'mail', 'address']

/**
 * How someone who must not be mailed stands with the product that the file comes from: they never confirmed, they left, or
 * the address is one not to be mailed by anybody.
 */
export type Standing = 'unconfirmed' | 'unsubscribed' | Suppression['reason']

/** Columns that say so in a word. */
const statusColumns = ['state', 'status', 'type', 'subscriber type', 'subscription status', 'email status']
const statuses: readonly (readonly [Standing, RegExp])[] = [
  ['unconfirmed', /^(inactive|pending|unconfirmed|unactivated|not.?confirmed)$/],
  ['unsubscribed', /^(un-?subscribed|cancell?ed|disabled|removed|deleted|erased|archived)$/],
  ['bounce', /^(cleaned|((hard|soft).?)?bounced?|undeliverable|invalid)$/],
  ['complaint', /^(complain(ed|t)|spam(my)?|(marked|reported).as.spam)$/],
  ['operator', /^(blocked|block-?listed|black-?listed|suppressed)$/],
]
/** Columns that are filled in, with a date or a reason, only for those who must not be mailed. */
const filledIn = /^(?!(?:null|none|false)$).*[1-9a-z]/i
const endColumns: Readonly<Record<string, Standing>> = {
  'unsub time': 'unsubscribed',
  'unsubscribed at': 'unsubscribed',
  'unsubscribe date': 'unsubscribed',
  'unsubscription date': 'unsubscribed',
  'clean time': 'bounce',
  'deleted at': 'unsubscribed',
  suppressed: 'operator',
}
/** Columns of yes and no, and the answer of those who must not be mailed. */
const flagColumns: Readonly<Record<string, RegExp>> = {
  'email disabled': /^(true|yes|1)$/i,
  unsubscribed: /^(true|yes|1)$/i,
  subscribed: /^(false|no|0)$/i,
  'subscribed to emails': /^(false|no|0)$/i,
}

/**
 * The names to know the columns by, for `Email Address` and `email_address` are one; the column with the addresses is
 * `email`. False: a column that is left out. Undefined when no column holds addresses.
 */
export function readHeader(headers: readonly string[]): (string | false)[] | undefined {
  const names = headers.map((header) =>
    header
      .toLowerCase()
      .replace(/[\s_-]+/g, ' ')
      .trim(),
  )
  const addressColumn = addressColumns.find((column) => names.includes(column))
  if (addressColumn === undefined) return undefined
  const known = names.map((name) => (name === addressColumn ? 'email' : name))
  return known.map((name, position) => name !== '' && known.indexOf(name) === position && name)
}

/** Commas, semicolons and tabs all occur; the header line has more of the right one than of the others. */
export function findDelimiter(headerLine: string): string {
  const count = (delimiter: string) => headerLine.split(delimiter).length
  return [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0] ?? ','
}

/** Why someone must not be mailed, going by what the file says of them; undefined when it says nothing of the kind. */
export function findRefusal(row: CsvRow): { readonly standing: Standing; readonly says: string } | undefined {
  const cell = (column: string) => (row[column] ?? '').trim()
  const refuse = (column: string, standing: Standing) => ({
    standing,
    says: `the file says ${column}: ${cell(column)}`,
  })
  const suppressed = readReason(cell('suppressed'))
  if (suppressed) return refuse('suppressed', suppressed)
  for (const column of statusColumns) {
    const found = statuses.find(([, words]) => words.test(cell(column).toLowerCase()))
    if (found) return refuse(column, found[0])
  }
  const flag = Object.keys(flagColumns).find((column) => flagColumns[column]?.test(cell(column)))
  if (flag) return refuse(flag, 'unsubscribed')
  const end = Object.entries(endColumns).find(([column]) => filledIn.test(cell(column)))
  return end && refuse(end[0], end[1])
}

/** Our own export says why. */
function readReason(text: string): Suppression['reason'] | undefined {
  return (['bounce', 'complaint', 'operator'] as const).find((reason) => reason === text)
}
