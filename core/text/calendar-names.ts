/** Names and abbreviations, as `foldName` returns them, and their numbers. Monday and January are 1. */
export type CalendarNames = {
  readonly months: ReadonlyMap<string, number>
  readonly weekdays: ReadonlyMap<string, number>
}

const cached = new Map<string, CalendarNames>()

/** Returns the names in a language (BCP 47) and in English. */
export function calendarNames(language: string): CalendarNames {
  const [subtag = ''] = language.split('-', 1)
  return cached.get(subtag) ?? collectNames(supportedOrEnglish(subtag))
}

function collectNames(base: string): CalendarNames {
  const names = cached.get(base) ?? {
    months: collect([base, 'en'], 12, (month) => Date.UTC(2024, month, 1), 'month', [['sept', 9]]),
    weekdays: collect([base, 'en'], 7, (day) => Date.UTC(2024, 0, day + 1), 'weekday', extraWeekdays),
  }
  cached.set(base, names)
  return names
}

/** Returns a name without case, accents and the punctuation of abbreviations. */
export function foldName(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036F\u0654.’'׳॰]/g, '')
    .replaceAll('ı', 'i')
}

/**
 * Languages to try if a date is neither in the publication's language nor in English, by script. Croatian is left out,
 * because "listopada" is another month there than in Polish.
 */
const otherLanguages: readonly (readonly [RegExp, string])[] = [
  [/\p{Script=Latin}/u, 'de fr es it nl pt sv da nb pl cs sk hu ro tr fi ca et lt lv sl id'],
  [/\p{Script=Cyrillic}/u, 'ru uk bg sr be'],
  [/\p{Script=Arabic}/u, 'ar fa ur'],
  [/\p{Script=Devanagari}/u, 'hi mr'],
  [/\p{Script=Greek}/u, 'el'],
  [/\p{Script=Hebrew}/u, 'he'],
  [/\p{Script=Thai}/u, 'th'],
  [/\p{Script=Bengali}/u, 'bn'],
  [/\p{Script=Tamil}/u, 'ta'],
]

/** Returns the other languages in which a word of the text is the name of a month. */
export function languagesOf(text: string): readonly string[] {
  const words = text.split(/[^\p{L}\p{M}.’'׳॰]+/u).map((word) => foldName(word.replace(/^(?:d[’']|ב)/u, '')))
  return otherLanguages
    .flatMap(([script, languages]) => (script.test(text) ? languages.split(' ') : []))
    .filter((language) => words.some((word) => calendarNames(language).months.has(word)))
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
  // A format with a day has the month in the grammatical case of dates (Polish "sierpnia").
  const formats = [{ day: 'numeric' }, {}] as const
  for (const language of languages) {
    for (const options of formats.flatMap((day) => [
      { ...day, [part]: 'long' },
      { ...day, [part]: 'short' },
    ])) {
      const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, { ...options, timeZone: 'UTC' })
      for (let index = 0; index < count; index++) {
        const value = format.formatToParts(instantOf(index)).find(({ type }) => type === part)?.value ?? ''
        const name = foldName(value.replace(/^de |^d[’']/, ''))
        if (!/^\d*$/.test(name) && !names.has(name)) names.set(name, index + 1)
      }
    }
  }
  return names
}
