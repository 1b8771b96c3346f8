import { type Problem, warning } from '../problem.ts'

/** Returns the requested language if it is a valid tag (BCP 47), or else `fallback` with a warning. */
export function chooseLanguage(
  requested: string | undefined,
  fallback: string,
): { language: string; problems: readonly Problem[] } {
  if (requested === undefined || requested.trim() === '') return { language: fallback, problems: [] }
  try {
    const [language] = Intl.getCanonicalLocales(requested.trim().replaceAll('_', '-'))
    if (language !== undefined) return { language, problems: [] }
  } catch {
    // An invalid tag gets the warning below.
  }
  const message = `"${requested.slice(0, 40)}" is not a language; the article is treated as "${fallback}".`
  return {
    language: fallback,
    problems: [warning('unknown-language', message, { fix: 'Write a language tag such as en, de or pt-BR.' })],
  }
}

const rightToLeft = /^(ar|arc|ckb|dv|fa|he|iw|ks|nqo|ps|sd|syr|ug|ur|yi)(-|$)|-(Arab|Hebr|Syrc|Thaa|Nkoo|Adlm)(-|$)/

/** Returns the direction of a text: the author's choice, or else that of the language. */
export function chooseDirection(requested: string | undefined, language: string): 'ltr' | 'rtl' {
  const direction = requested?.trim().toLowerCase()
  if (direction === 'ltr' || direction === 'rtl') return direction
  return rightToLeft.test(language) && !/-Latn(-|$)/.test(language) ? 'rtl' : 'ltr'
}
