import { escapeAttribute, escapeCdata, escapeText } from './escape-xml.ts'

/** Encloses the number of a placeholder. Neither cleaned texts nor URLs contain this character. */
const mark = '\u0001'
/** A placeholder. The library encodes the mark in one that stands for a URL. */
const placeholder = new RegExp(`(?:held:%01|${mark})(\\d+)(?:%01;|${mark})`)

/** The placeholder of the first text that is held. */
export const firstPlaceholder = `${mark}0${mark}`

export type HeldTexts = ReturnType<typeof holdTexts>

/**
 * Replaces texts by placeholders for the library `feed`, which escapes some characters twice and others not at all, and
 * copies long texts many times.
 */
export function holdTexts() {
  const texts: string[] = []
  // The library omits elements without text.
  const hold = (escaped: string) => (escaped === '' ? '' : `${mark}${texts.push(escaped) - 1}${mark}`)
  return {
    element: (text: string) => hold(escapeText(text)),
    attribute: (text: string) => hold(escapeAttribute(text)),
    cdata: (text: string) => hold(escapeCdata(text)),
    /** Holds XML that is escaped already. */
    xml: hold,
    /** Returns a placeholder that the library accepts as a URL. */
    url: (url: string) => `held:${hold(escapeAttribute(url))};`,
    /** Returns a placeholder that the library accepts as a date. @param text the date in the form of the format */
    date: (text: string): Date => {
      const held = hold(text)
      return { toISOString: () => held, toUTCString: () => held } as Date // the library calls nothing else
    },
    /** Replaces the placeholders in the library's XML by their texts. @throws {Error} if one is missing */
    fill: (xml: string) => fillTexts(splitAtPlaceholders(xml), texts),
    fillParts: (parts: readonly string[]) => fillTexts(parts, texts),
  }
}

/** Splits XML at its placeholders. Every second part is the number of one. */
export function splitAtPlaceholders(xml: string): readonly string[] {
  return xml.split(placeholder)
}

function fillTexts(parts: readonly string[], texts: readonly string[]): string {
  const used = new Set<string | undefined>()
  let filled = parts[0] ?? ''
  for (let index = 1; index < parts.length; index += 2) {
    used.add(parts[index])
    filled += (texts[Number(parts[index])] ?? '') + (parts[index + 1] ?? '')
  }
  if (used.size === texts.length) return filled
  throw new Error(`The library feed did not write ${texts.length - used.size} of ${texts.length} texts.`)
}
