import { type Problem, warning } from '../problem.ts'

/** The language that was asked for, if there is such a tag (BCP 47), or else the publication's. */
export function chooseLanguage(
  asked: string | undefined,
  usual: string,
): { language: string; problems: readonly Problem[] } {
  if (asked === undefined || asked.trim() === '') return { language: usual, problems: [] }
  try {
    const [language] = Intl.getCanonicalLocales(asked.trim().replaceAll('_', '-'))
    if (language !== undefined) return { language, problems: [] }
  } catch {
    // not a tag: said below
  }
  const message = `"${asked.slice(0, 40)}" is not a language; the article is taken to be in "${usual}".`
  return {
    language: usual,
    problems: [warning('unknown-language', message, { fix: 'Write a language tag such as en, de or pt-BR.' })],
  }
}

const rightToLeft = /^(ar|arc|ckb|dv|fa|he|iw|ks|nqo|ps|sd|syr|ug|ur|yi)(-|$)|-(Arab|Hebr|Syrc|Thaa|Nkoo|Adlm)(-|$)/

/** The way a text is written: as its author says, or as its language is. */
export function chooseDirection(asked: string | undefined, language: string): 'ltr' | 'rtl' {
  const said = asked?.trim().toLowerCase()
  if (said === 'ltr' || said === 'rtl') return said
  return rightToLeft.test(language) && !/-Latn(-|$)/.test(language) ? 'rtl' : 'ltr'
}
