/**
 * A value in the file of a locale: a message, a message by plural forms, a list of messages, or a group of them by
 * name.
 */
export type Entry = string | readonly Entry[] | { readonly [name: string]: Entry }

/** Returns the messages and values that a locale lacks, and those that English does not have, each with its place. */
export function findMistakes(english: Entry, entry: Entry | undefined, language: string, place = ''): string[] {
  if (entry === undefined) return [`${place} is missing`]
  if (typeof english === 'string') {
    return typeof entry === 'string'
      ? compareNames(namesIn(english), namesIn(entry), place)
      : [`${place} must be a text`]
  }
  if (typeof entry === 'string' || Array.isArray(english) !== Array.isArray(entry)) {
    return [`${place} must be ${Array.isArray(english) ? 'a list' : 'a group'} as in English`]
  }
  if (isPlural(english)) return comparePlurals(english, entry, language, place)
  const inside = (name: string) => (place === '' ? name : `${place}.${name}`)
  const unknown = Object.keys(entry).filter((name) => !(name in english))
  return [
    ...Object.entries(english).flatMap(([name, value]) =>
      findMistakes(value, new Map(Object.entries(entry)).get(name), language, inside(name)),
    ),
    ...unknown.map((name) => `${inside(name)} does not exist in English`),
  ]
}

/** Expects every plural form of the language. A form may omit `{count}`, as in "an article". */
function comparePlurals(
  english: Readonly<Record<string, string>>,
  entry: Entry,
  language: string,
  place: string,
): string[] {
  if (!isPlural(entry)) return [`${place} must have plural forms`]
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  const names = namesIn(Object.values(english).join()).filter((name) => name !== 'count')
  return [
    ...forms.filter((form) => !(form in entry)).map((form) => `${place} lacks the plural form "${form}"`),
    ...Object.entries(entry).flatMap(([form, message]) =>
      compareNames(
        names,
        namesIn(message).filter((name) => name !== 'count'),
        `${place}.${form}`,
      ),
    ),
  ]
}

function compareNames(expected: readonly string[], actual: readonly string[], place: string): string[] {
  return [
    ...[...new Set(expected)].filter((name) => !actual.includes(name)).map((name) => `${place} lacks {${name}}`),
    ...actual.filter((name) => !expected.includes(name)).map((name) => `${place} has an unknown {${name}}`),
  ]
}

/** True for a message by CLDR plural forms. Every language has the form `other`. */
export function isPlural(entry: Entry): entry is Readonly<Record<string, string>> {
  if (typeof entry === 'string' || Array.isArray(entry) || !('other' in entry)) return false
  return Object.keys(entry).every((form) => ['zero', 'one', 'two', 'few', 'many', 'other'].includes(form))
}

/** Returns the names in braces. */
export function namesIn(message: string): string[] {
  return [...message.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
}
