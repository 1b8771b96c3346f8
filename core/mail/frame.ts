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
    site: {
      title: cleanLine(publication.title),
      ...{ url, imprint: imprint(publication), logo: viewLogo(publication) },
      /** The logo contains the title. */
      nameplate: publication.logo ? '' : cleanLine(publication.title),
    },
  }
}

/** Pixels. */
const largestLogo = { width: 400, height: 120 } as const
const iconSide = 64
/** Pixels of the light plate around a logo, which keeps dark lines visible in dark mode. */
const plateMargin = 4

/** Returns the logo, which replaces the title, or else the icon above the title; false if publication.json has neither. */
function viewLogo({ title, logo, icon }: Publication) {
  if (!logo) return icon !== undefined && withPlate({ url: icon, alt: '', width: iconSide, height: iconSide })
  const scale = Math.min(1, largestLogo.width / logo.width, largestLogo.height / logo.height)
  const pixels = (side: number) => Math.max(1, Math.round(side * scale))
  return withPlate({ url: logo.url, alt: cleanLine(title), width: pixels(logo.width), height: pixels(logo.height) })
}

function withPlate<T extends { readonly width: number }>(image: T) {
  return { ...image, plate: image.width + 2 * plateMargin }
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
