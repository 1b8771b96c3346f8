import { fillNames, markNames } from '../name-value.ts'
import type { Publication } from '../publication.ts'
import { cleanLine } from '../text/clean-text.ts'
import { translate } from '../translated-text.ts'

/** The sentences of a notice mail that publication.json can change. */
export type NoticeTexts = { readonly subject: string; readonly heading: string; readonly explanation: string }

/** What the publication's own words can contain. */
type Values = {
  readonly locale: string
  readonly digest: string
  /** As it stands in a sentence. Undefined if the reader has none, or has not confirmed. */
  readonly name?: string | undefined
}

/** Replaces the subject and the heading with the publication's own, and puts its text before the explanation. */
export function applyWording(
  usual: NoticeTexts,
  kind: string,
  { wording, language, title }: Publication,
  { locale, digest, name }: Values,
): NoticeTexts {
  const own = kind === 'confirm' || kind === 'welcome' || kind === 'goodbye' ? wording?.[kind] : undefined
  const values: Readonly<Record<string, string>> = { '{publication}': cleanLine(title), '{digest}': cleanLine(digest) }
  const fill = (text: NonNullable<typeof own>['text']) => {
    if (text === undefined) return undefined
    const marked = markNames(cleanLine(translate(text, locale, language)))
    return fillNames(
      marked.replace(/\{[^{}]*\}/g, (value) => values[value] ?? value),
      name,
    )
  }
  const text = fill(own?.text)
  return {
    subject: fill(own?.subject) ?? usual.subject,
    heading: fill(own?.heading) ?? usual.heading,
    explanation: text === undefined ? usual.explanation : `${text} ${usual.explanation}`,
  }
}
