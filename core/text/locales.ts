import { languages, type Messages } from '#templates/locales'
import { chooseDirection } from './language.ts'

/** All texts of mails and pages in one language. templates/locales/ has a file for each language. */
export type LocaleMessages = Messages & {
  /** BCP 47, the name of the file: `de`. */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  /** The tag that was requested, for dates and numbers: `de-AT`. */
  readonly locale: string
}

/** Lists the languages that have a file in templates/locales/. This creates the messages of all of them. */
export function listLanguages(): readonly { readonly language: string; readonly name: string }[] {
  return Object.entries(languages).map(([language, { name }]) => ({ language, name }))
}

/** Returns the messages of the first requested language (BCP 47) that is supported, or else the English ones. */
export function messagesFor(...requested: readonly (string | undefined)[]): LocaleMessages {
  for (const locale of requested) {
    const language = locale && supportedLanguage(locale)
    if (language) return messagesOf(language, locale)
  }
  return messagesOf('en', 'en')
}

/** Returns the supported language of a tag: `pt-BR`, or else `pt`, for `pt-BR`. */
export function supportedLanguage(locale: string): string | undefined {
  const subtags = locale.split('-')
  for (let length = subtags.length; length > 0; length -= 1) {
    const tag = subtags.slice(0, length).join('-')
    if (Object.hasOwn(languages, tag)) return tag
  }
  return undefined
}

function messagesOf(language: string, locale: string): LocaleMessages {
  const messages = languages[language]
  if (!messages) throw new Error(`There are no messages in ${language}`)
  return { ...messages, language, locale, direction: chooseDirection(undefined, language) }
}
