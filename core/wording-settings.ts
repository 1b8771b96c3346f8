import * as z from 'zod/mini'
import { translatedText } from './digest-settings.ts'
import { allTranslations } from './translated-text.ts'

const values = ['{publication}', '{digest}']

const wordingText = (maximum: number) =>
  translatedText(maximum).check(
    z.superRefine((text, { addIssue }) => {
      const names = allTranslations(text).flatMap((each) => each.match(/\{[^{}]*\}/g) ?? [])
      const unknown = new Set(names.filter((name) => !values.includes(name)))
      for (const name of unknown) addIssue(`${name} has no value; use ${values.join(' or ')}`)
    }),
  )

const wording = z.optional(
  z.strictObject({
    subject: z.optional(wordingText(120)),
    heading: z.optional(wordingText(120)),
    /** Stands before our own explanation, which stays: it names the address and says what the button does. */
    text: z.optional(wordingText(600)),
  }),
)

/** The publication's own words in notice mails. Their links, addresses and explanations stay. */
export const wordingSettings = z.strictObject({ confirm: wording, welcome: wording, goodbye: wording })
