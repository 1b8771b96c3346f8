// These names and checks are not in publication.ts, because that file brings zod into every bundle that imports it.

export const digestNames = ['instant', 'daily', 'weekly', 'monthly'] as const

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

export function isDigestName(name: string): name is (typeof digestNames)[number] {
  return (digestNames as readonly string[]).includes(name) // `includes` of a tuple accepts only its members
}
