import type { Publication } from '../publication.ts'
import type { Site } from '../site.ts'
import { cleanLine } from '../text/clean-text.ts'
import type { LocaleMessages } from '../text/locales.ts'
import { wrapText } from '../text/wrap-text.ts'

/** Returns what the template of every mail shows around the content. */
export function mailFrame({ publication, url }: Site, { locale, direction }: LocaleMessages, subject: string) {
  return {
    subject,
    language: locale,
    direction,
    align: direction === 'rtl' ? 'right' : 'left',
    site: { title: cleanLine(publication.title), url, imprint: imprint(publication) },
  }
}

/** Returns the values of `mailFrame` that differ in the text part. */
export function textFrame({ publication, url }: Site) {
  return { site: { title: wrapText(cleanLine(publication.title)), url, imprint: wrapText(imprint(publication)) } }
}

/** Characters that mail clients show of the first line. */
const shownPreheader = 100
/** Takes up room, and shows nothing. */
const filler = '\u034f\u200c\u00a0'

/** Fills up a short first line, so that mail clients do not go on with the words of the masthead. */
export function padPreheader(text: string): string {
  return text + filler.repeat(Math.max(0, shownPreheader - text.length))
}

function imprint({ title, postalAddress }: Publication): string {
  return cleanLine(postalAddress.startsWith(title) ? postalAddress : `${title}, ${postalAddress}`)
}
