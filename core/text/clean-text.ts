/** Control characters and noncharacters: XML 1.0 §2.2 forbids most of them, and its note discourages the others. */
const forbidden = /[[\p{Cc}\p{Noncharacter_Code_Point}]--[\t\n\r]]/gv
/** Matches any character that `cleanText` would change. Most texts contain none. */
const suspicious = /[[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]--[\t\n\r]]/v
const pageBreaks = /[\f\v]/g
const lineBreaks = /\r\n?|[\u0085\u2028\u2029]/g
/** Embeddings, overrides and isolates. If one is not closed, it reorders the text around the line. */
const bidiControls = /[\u202A-\u202E\u2066-\u2069]/g

/**
 * Removes the characters that no XML document may contain, and noncharacters, which mark the placeholders of a mail.
 * Lone surrogates become U+FFFD.
 */
export function cleanText(text: string): string {
  if (!suspicious.test(text)) return text
  return text.toWellFormed().replace(pageBreaks, ' ').replace(forbidden, '')
}

/**
 * Returns a text as one line that is safe in any title, attribute, header or placeholder of a mail: without line breaks,
 * control characters, bidi controls, noncharacters and lone surrogates, and with single spaces.
 */
export function cleanLine(text: string): string {
  const visible = cleanText(text.replace(lineBreaks, ' ')).replace(bidiControls, '')
  return normalizeText(visible).replace(/\s+/g, ' ').trim()
}

/** Normalizes line breaks, spaces and composed characters, so that equal words are equal strings. */
export function normalizeText(text: string): string {
  return text
    .replace(lineBreaks, '\n')
    .replaceAll('\uFEFF', '')
    .replace(/[ \u00A0]{2,}/g, withoutNoBreakSpaces)
    .normalize('NFC')
}

/**
 * Removes no-break spaces next to ordinary ones, where the line may break anyway. One call handles a whole run of spaces,
 * because a run may contain thousands.
 */
function withoutNoBreakSpaces(spaces: string): string {
  return spaces.includes(' ') ? spaces.replaceAll('\u00A0', '') : spaces
}

/** Cuts a line to `limit` UTF-16 code units including `…`, after a whole word unless that would lose half of the line. */
export function cutAtWord(line: string, limit: number): string {
  if (line.length <= limit) return line
  const start = line.slice(0, limit - 1)
  const lastSpace = start.lastIndexOf(' ')
  const cut = lastSpace > limit / 2 ? start.slice(0, lastSpace) : cutAtGrapheme(line, limit - 1)
  return `${cut.replace(/[\s,;:–—-]+$/, '')}…`
}

/** Cuts a line before the character that ends after `limit`. A character may be a letter with its signs, or a joined emoji. */
function cutAtGrapheme(line: string, limit: number): string {
  const near = Math.max(0, limit - 100)
  const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(line.slice(near, limit + 100))
  const cut = near + (graphemes.containing(limit - near)?.index ?? limit)
  return line.slice(0, cut > near ? cut : limit).replace(/[\ud800-\udbff]$/, '')
}
