/** A line of a CSV file by the names that `readHeader` gives its columns. */
export type CsvRow = Readonly<Record<string, string>>

/** Names of the column with the addresses in the exports of other products, the surest first. */
const addressColumns = ['email', 'email address', 'e mail', 'e mail address', 'subscriber email', 'mail', 'address']

/** Columns that tell how someone stands with the product that the file comes from. */
const statusColumns = ['state', 'status', 'type', 'subscriber type', 'subscription status', 'email status']
const notMailed =
  /^(un-?subscribed|inactive|pending|unconfirmed|unactivated|cancell?ed|cleaned|(hard.?)?bounced|complain(ed|t)|undeliverable|disabled|blocked|block-?listed|black-?listed|removed|deleted|erased|suppressed|spammy)$/
/** Columns that are filled in, with a date or a reason, only for those who must not be mailed. */
const filledIn = /^(?!(?:null|none|false)$).*[1-9a-z]/i
const endColumns = ['unsub time', 'unsubscribed at', 'unsubscribe date', 'clean time', 'deleted at', 'suppressed']
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
export function findRefusal(row: CsvRow): string | undefined {
  const says = (column: string) => `the file says ${column}: ${row[column]?.trim()}`
  const status = statusColumns.find((column) => notMailed.test((row[column] ?? '').trim().toLowerCase()))
  if (status) return says(status)
  const flag = Object.keys(flagColumns).find((column) => flagColumns[column]?.test((row[column] ?? '').trim()))
  if (flag) return says(flag)
  const end = endColumns.find((column) => filledIn.test((row[column] ?? '').trim()))
  return end && says(end)
}
