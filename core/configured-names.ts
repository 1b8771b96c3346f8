// These names and checks are not in publication.ts, because that file brings zod into every bundle that imports it.

/** The only names that digests could have before they were named freely. Stacks of that time have not recorded theirs. */
const formerDigestNames = ['daily', 'instant', 'monthly', 'weekly']

/** Characters of the name of a digest: it is in addresses, in keys and in the List-Id of mails. */
export const longestDigestName = 40
/** Names that would be ambiguous: words for every digest or for none, and what every JavaScript object has. */
export const reservedDigestNames: readonly string[] = ['all', 'any', 'constructor', 'digest', 'digests', 'none']

export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const

export function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

/** Returns true if a digest may have this name. It begins with a letter, because console and CLI write `daily 12`. */
export function isDigestName(name: string): boolean {
  return (
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) &&
    name.length <= longestDigestName &&
    !reservedDigestNames.includes(name)
  )
}

/**
 * Returns the names of all digests that the stack has or may have had, sorted.
 * @param recorded those that former deployments configured
 */
export function allDigestNames(configured: readonly string[], recorded: readonly string[]): readonly string[] {
  return [...new Set([...configured, ...recorded, ...formerDigestNames])].sort()
}
