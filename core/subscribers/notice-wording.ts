import type { Publication } from '../publication.ts'
import { cleanLine } from '../text/clean-text.ts'
import { translate } from '../translated-text.ts'

/** The sentences of a notice mail that publication.json can change. */
export type NoticeTexts = { readonly subject: string; readonly heading: string; readonly explanation: string }

/** Replaces the subject and the heading with the publication's own, and puts its text before the explanation. */
export function applyWording(
  usual: NoticeTexts,
  kind: string,
  { wording, language, title }: Publication,
  reader: { readonly locale: string; readonly digest: string },
): NoticeTexts {
  const own = kind === 'confirm' || kind === 'welcome' || kind === 'goodbye' ? wording?.[kind] : undefined
  const fill = (text: NonNullable<typeof own>['text']) =>
    text &&
    cleanLine(translate(text, reader.locale, language))
      .replaceAll('{publication}', () => title)
      .replaceAll('{digest}', () => reader.digest)
  const text = fill(own?.text)
  return {
    subject: fill(own?.subject) ?? usual.subject,
    heading: fill(own?.heading) ?? usual.heading,
    explanation: text === undefined ? usual.explanation : `${text} ${usual.explanation}`,
  }
}
