// XML 1.0 section 2.2 forbids most control characters and U+FFFE, U+FFFF; section 2.2's note discourages the rest of these.
const forbidden = /[[\p{Cc}\p{Noncharacter_Code_Point}]--[\t\n\r]]/gv
/** Whether there is anything to do: nearly all texts have none of it. */
const suspicious = /[[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]--[\t\n\r]]/v
const bidiControls = /[\u202A-\u202E\u2066-\u2069]/g
const lineBreaks = /\r\n?|[\u0085\u2028\u2029]/g
const pageBreaks = /[\f\v]/g

/** Removes what no XML document may hold; turns lone surrogates into U+FFFD. */
export function withoutForbidden(text: string): string {
  if (!suspicious.test(text)) return text
  return text.toWellFormed().replace(pageBreaks, ' ').replace(forbidden, '')
}

/** One form of line break, of composed characters and of spaces, so that equal words are equal text. */
export function normalizeText(text: string): string {
  return text
    .replace(lineBreaks, '\n')
    .replaceAll('\uFEFF', '')
    .replace(/[ \u00A0]{2,}/g, withoutNoBreakSpaces)
    .normalize('NFC')
}

/** Where a line may break anyway, a no-break space says nothing. Taken run by run, as thousands may stand in a row. */
function withoutNoBreakSpaces(spaces: string): string {
  return spaces.includes(' ') ? spaces.replaceAll('\u00A0', '') : spaces
}

/** A text as a single line that can stand in any title, attribute or header. */
export function cleanLine(text: string): string {
  return withoutForbidden(normalizeText(text)).replace(bidiControls, '').replace(/\s+/g, ' ').trim()
}

/** At most `limit` characters, cut at a word where there is one, with `…`. */
export function cutAtWord(text: string, limit: number): string {
  if (text.length <= limit) return text
  const start = text
    .slice(0, limit - 1)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
  const lastSpace = start.lastIndexOf(' ')
  const cut = lastSpace > limit / 2 ? start.slice(0, lastSpace) : start
  return `${cut.replace(/[\s,;:–—-]+$/, '')}…`
}
