/** A line of a CSV file as its cells by column. The columns have the names that `readHeader` returns. */
export type CsvRow = Readonly<Record<string, string>>

/** Names of the column with the addresses in the exports of other products, the most reliable first. */
const addressColumns = [
  ...[
    'email',
    'email address',
    'e mail',
    'e mail address',
    'subscriber email',
    'emailaddress',
    'primary email',
    'contact email',
  ],
  ...[
    'e mail adresse',
    'email adresse',
    'mailadresse',
    'adresse email',
    'adresse e mail',
    'courriel',
    'correo electrónico',
  ],
  ...['correo electronico', 'correo', 'indirizzo email', 'mail', 'address'],
]

/**
 * Products whose exports can be recognized, by columns that together occur in no other product's exports. A product
 * with several kinds of export has several rows.
 */
const products: readonly (readonly [product: string, columns: readonly string[]])[] = [
  ['Postrider', ['email', 'consent source', 'consent at']],
  ['Mailchimp', ['email', 'leid', 'euid']],
  ['Mailchimp', ['email', 'leid', 'clean time']],
  ['Mailchimp', ['email', 'leid', 'unsub time']],
  ['Ghost', ['email', 'subscribed to emails', 'created at']],
  ['Substack', ['email', 'active subscription', 'email disabled']],
  ['Substack', ['email', 'active subscription', 'plan']],
  ['Substack', ['email', 'subscription source (free)']],
  ['listmonk', ['uuid', 'email', 'attributes', 'status']],
  ['Mailtrain', ['cid', 'email', 'status']],
  ['phpList', ['email', 'blacklisted', 'confirmed']],
  ['phpList', ['email', 'is this subscriber blacklisted']],
  ['Brevo', ['email', 'email campaigns']],
  ['Keila', ['email', 'external id', 'status']],
  ['Buttondown', ['email', 'creation date', 'metadata', 'tags']],
  ['Buttondown', ['email', 'subscriber type', 'notes']],
  ['Kit', ['first name', 'email', 'status', 'created at']],
  ['Kit', ['first name', 'email', 'state', 'created at']],
]

/** Excel's own line above the header, such as `sep=;`. It says which character separates the cells. */
const separatorLine = /^"?sep=(.)"?$/i

/** Returns the delimiter that a line such as `sep=;` names. Undefined for any other line. */
export function readSeparator(line: string): string | undefined {
  return separatorLine.exec(line.trimEnd() === 'sep=' ? line : line.trim())?.[1]
}

/** Returns the delimiter that occurs most often in the header line: a comma, a semicolon or a tab. */
export function findDelimiter(headerLine: string): string {
  const count = (delimiter: string) => headerLine.split(delimiter).length
  return [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0] ?? ','
}

/**
 * Returns a normalized name for each column: `Email Address` and `email_address` are the same. The column with the
 * addresses is named `email`. A column without a name, or with the name of an earlier column, is `false` and ignored.
 * Undefined if no column has addresses.
 */
export function readHeader(headers: readonly string[]): (string | false)[] | undefined {
  const names = headers.map((header) =>
    header
      .replace(/(?<=[a-z])(?=[A-Z][a-z])/g, ' ')
      .toLowerCase()
      .replace(/[\s_-]+/g, ' ')
      .trim(),
  )
  const addressColumn = addressColumns.find((column) => names.includes(column))
  if (addressColumn === undefined) return undefined
  const columns = names.map((name) => (name === addressColumn ? 'email' : name))
  return columns.map((name, position) => name !== '' && columns.indexOf(name) === position && name)
}

/** Returns the product that exported the file. @param names as `readHeader` returns them */
export function recogniseProduct(names: readonly (string | false)[]): string | undefined {
  return products.find(([, columns]) => columns.every((column) => names.includes(column)))?.[0]
}
