/** Names and abbreviations, in lower case and without full stops, and their numbers. Monday and January are 1. */
export type CalendarNames = {
  readonly months: ReadonlyMap<string, number>
  readonly weekdays: ReadonlyMap<string, number>
}

const cached = new Map<string, CalendarNames>()

/** Returns the names in a language (BCP 47) and in English. */
export function calendarNames(language: string): CalendarNames {
  const base = supportedOrEnglish(language.split('-', 1)[0] ?? '')
  const names = cached.get(base) ?? {
    months: collect([base, 'en'], 12, (month) => Date.UTC(2024, month, 1), 'month', [['sept', 9]]),
    weekdays: collect([base, 'en'], 7, (day) => Date.UTC(2024, 0, day + 1), 'weekday', extraWeekdays),
  }
  cached.set(base, names)
  return names
}

/** Falls back to English: an upload may name a language that does not exist, or text that is not a language tag. */
function supportedOrEnglish(base: string): string {
  const isLanguage = /^(?:[a-z]{2,3}|[a-z]{5,8})$/i.test(base)
  return isLanguage && Intl.DateTimeFormat.supportedLocalesOf(base).length > 0 ? base.toLowerCase() : 'en'
}

/** Common English abbreviations that Intl does not return. */
const extraWeekdays = [
  ['tues', 2],
  ['weds', 3],
  ['thur', 4],
  ['thurs', 4],
] as const

function collect(
  languages: readonly string[],
  count: number,
  instantOf: (index: number) => number,
  part: 'month' | 'weekday',
  extras: readonly (readonly [string, number])[],
): ReadonlyMap<string, number> {
  const names = new Map<string, number>(extras)
  for (const language of languages) {
    for (const style of ['long', 'short'] as const) {
      // A format with a day has the month in the grammatical case of dates (Polish "sierpnia").
      const format = new Intl.DateTimeFormat(language, { [part]: style, day: 'numeric', timeZone: 'UTC' })
      for (let index = 0; index < count; index++) {
        const name = format.formatToParts(instantOf(index)).find(({ type }) => type === part)?.value ?? ''
        names.set(name.toLowerCase().replace(/\.$/, ''), index + 1)
      }
    }
  }
  return names
}
