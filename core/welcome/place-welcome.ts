import { isLanguage } from '../configured-names.ts'
import { error, type Problem } from '../problem.ts'
import { findMark, heldBack } from '../reading/held-back.ts'
import { isFileName } from '../reading/media-types.ts'
import { cleanLine, cutAtWord } from '../text/clean-text.ts'

/** The place of a text in the series. */
export type WelcomePlace = {
  readonly number: number
  /** The language that its name states; empty for the text that readers of all other languages get. */
  readonly variant: string
}

/** Finds the place of an upload under `welcome/`, or the reason why it has none. */
export function placeWelcome(key: string): WelcomePlace | Problem {
  const name = key.slice('welcome/'.length)
  const [, number, tag] = /^([1-9]\d?)(?:\.([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*))?\.md$/.exec(name) ?? []
  const variant = canonical(tag)
  if (number !== undefined && variant === (tag ?? '')) return { number: Number(number), variant }
  const mark = findMark(key)
  if (mark) return { ...heldBack(mark), severity: 'error' }
  return error('welcome-name', `"${cutAtWord(cleanLine(name), 60)}" is not the name of a text of the welcome series.`, {
    fix: isFileName(name)
      ? 'Upload pictures and other files below articles/, and write their addresses on the site into the text.'
      : `Name it welcome/${likelyName(name)}. The numbers 1 to 99 set the order; translations are named welcome/1.de.md.`,
  })
}

const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

/** Returns a language tag in its canonical form; empty for none. Undefined if there is no such language. */
function canonical(tag: string | undefined): string | undefined {
  if (tag === undefined) return ''
  return isLanguage(tag) && languageNames.of(tag) !== undefined ? Intl.getCanonicalLocales(tag)[0] : undefined
}

function likelyName(name: string): string {
  const [, number = '1', tag] = /^0*([1-9]\d?)(?:[._-]([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*))?\.\w+$/.exec(name) ?? []
  const variant = canonical(tag)
  return variant ? `${number}.${variant}.md` : `${number}.md`
}
