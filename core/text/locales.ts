import { languages, type Messages } from '#templates/locales'
import { chooseDirection } from './language.ts'

/** Everything that mails and pages say by themselves to one person; templates/locales/ has a file per language. */
export type LocaleMessages = Messages & {
  /** BCP 47, as the file is named: `de`. */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  /** For dates and numbers: `de-AT` where that was asked for. */
  readonly locale: string
}

/** The languages that we speak. */
export const supportedLanguages: readonly { readonly language: string; readonly name: string }[] = Object.entries(
  languages,
).map(([language, { name }]) => ({ language, name }))

/** The words of the first language asked for (BCP 47) that we speak, or else of English. */
export function messagesFor(...asked: readonly (string | undefined)[]): LocaleMessages {
  for (const locale of asked) {
    const language = locale && supportedLanguage(locale)
    if (language) return wordsOf(language, locale)
  }
  return wordsOf('en', 'en')
}

/** The one of our languages that a tag asks for: `pt-BR` or else `pt` of `pt-BR`. */
export function supportedLanguage(locale: string): string | undefined {
  const subtags = locale.split('-')
  for (let length = subtags.length; length > 0; length -= 1) {
    const tag = subtags.slice(0, length).join('-')
    if (Object.hasOwn(languages, tag)) return tag
  }
  return undefined
}

function wordsOf(language: string, locale: string): LocaleMessages {
  const messages = languages[language]
  if (!messages) throw new Error(`There are no words in ${language}`)
  return { ...messages, language, locale, direction: chooseDirection(undefined, language) }
}
