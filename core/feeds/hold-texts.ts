import { escapeAttribute, escapeCdata, escapeText } from './escape-xml.ts'

/** Encloses the number of a placeholder. Neither cleaned texts nor URLs contain this character. */
const mark = '\u0001'

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
    /** Replaces the placeholders in the library's XML by their texts. @throws {Error} if one is missing */
    fill: (xml: string) => {
      const parts = xml.split(mark)
      const missing = new Set(texts.keys())
      const filled = parts.map((part, index) => {
        if (index % 2 === 0) return part
        missing.delete(Number(part))
        return texts[Number(part)]
      })
      if (missing.size === 0) return filled.join('')
      throw new Error(`The library feed did not write ${missing.size} of ${texts.length} texts.`)
    },
  }
}
