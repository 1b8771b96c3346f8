import { escapeAttribute, escapeCdata, escapeText } from './escape-xml.ts'

/** Around a placeholder's number: neither cleaned texts nor URLs contain it. */
const mark = '\u0001'

export type HeldTexts = ReturnType<typeof holdTexts>

/**
 * Keeps texts from the library `feed`, which escapes some characters twice and others not at all, and copies long texts
 * many times. The library gets placeholders instead.
 */
export function holdTexts() {
  const texts: string[] = []
  // The library omits elements without text.
  const hold = (escaped: string) => (escaped === '' ? '' : `${mark}${texts.push(escaped) - 1}${mark}`)
  return {
    element: (text: string) => hold(escapeText(text)),
    attribute: (text: string) => hold(escapeAttribute(text)),
    cdata: (text: string) => hold(escapeCdata(text)),
    /** Writes the texts into the library's XML. */
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
