import * as z from 'zod/mini'
import { translatedText } from './digest-settings.ts'
import { explainNoValue, findNoValues, markNames } from './name-value.ts'
import { allTranslations } from './translated-text.ts'

const values = ['{publication}', '{digest}']

const wordingText = (maximum: number, canName: boolean) =>
  translatedText(maximum).check(
    z.superRefine((text, { addIssue }) => {
      const mistakes = allTranslations(text).flatMap((each) => findMistakes(each, canName))
      for (const mistake of new Set(mistakes)) addIssue(mistake)
    }),
  )

function findMistakes(text: string, canName: boolean): readonly string[] {
  const rest = values.reduce((left, name) => left.replaceAll(name, ''), text)
  const usable = [...values, ...(canName ? ['{name|reader}'] : [])]
  const similar = findNoValues(rest)
  const others = similar.reduce((left, each) => left.replaceAll(each, ''), markNames(rest)).match(/\{[^{}]*\}/g) ?? []
  const unknown = [...similar, ...others]
  return [
    ...unknown.map((each) => `${canName ? explainNoValue(each) : `${each} has no value`}; use ${usable.join(' or ')}`),
    ...(canName || markNames(rest) === rest
      ? []
      : ['leave the name out: before people confirm, somebody else may have entered it with their address']),
  ]
}

const wording = (canName: boolean) =>
  z.optional(
    z.strictObject({
      subject: z.optional(wordingText(120, canName)),
      heading: z.optional(wordingText(120, canName)),
      /** Stands before our own explanation, which stays: it names the address and says what the button does. */
      text: z.optional(wordingText(600, canName)),
    }),
  )

/**
 * The publication's own words in notice mails. Their links, addresses and explanations stay. `{name|reader}` is the name
 * of readers who have confirmed.
 */
export const wordingSettings = z.strictObject({
  confirm: wording(false),
  welcome: wording(true),
  goodbye: wording(true),
})
