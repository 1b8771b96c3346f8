/** The products whose exports are known by their headers; columns that all of a product's exports have, and no other's. */
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
  ['Buttondown', ['email', 'creation date', 'metadata', 'tags']],
  ['Buttondown', ['email', 'subscriber type', 'notes']],
  ['Kit', ['first name', 'email', 'status', 'created at']],
  ['Kit', ['first name', 'email', 'state', 'created at']],
]

/** The product that a file comes from, by the names of its columns as `readHeader` gives them. */
export function recogniseProduct(names: readonly (string | false)[]): string | undefined {
  return products.find(([, columns]) => columns.every((column) => names.includes(column)))?.[0]
}

/** Columns that say when someone gave their consent, the surest first. */
const consentColumns = ['consent at', 'confirm time', 'optin time', 'created at', 'creation date', 'start date']
const dateLike = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(?: ?(Z|UTC|[+-]\d{2}:?\d{2}))?)?$/

/** When consent was given, going by the file; a time without a zone is UTC. Undefined when it does not say. */
export function readConsentTime(row: Readonly<Record<string, string>>): string | undefined {
  for (const column of consentColumns) {
    const [, day, time = '00:00', zone = 'Z'] = dateLike.exec((row[column] ?? '').trim()) ?? []
    const instant = new Date(`${day}T${time}${zone === 'UTC' ? 'Z' : zone}`)
    if (day && !Number.isNaN(instant.getTime())) return instant.toISOString()
  }
  return undefined
}
