/**
 * Encodes text as quoted-printable UTF-8 (RFC 2045 §6.7), with CRLF line breaks and lines of at most 76 columns. The last
 * line leaves room for a soft break: two encoded texts joined by `softBreak` decode to the two texts joined.
 */
export function encodeQuotedPrintable(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(encodeCached)
    .join('\r\n')
}

export const softBreak = '=\r\n'

/** Encoded lines: most lines of an issue are the same in all its variants. */
const cache = new Map<string, string>()
const maximumCachedLines = 5_000

function encodeCached(line: string): string {
  const encoded = cache.get(line) ?? encodeLine(line)
  if (cache.size >= maximumCachedLines && !cache.has(line)) cache.clear()
  cache.set(line, encoded)
  return encoded
}

function encodeLine(line: string): string {
  const escaped = line.replace(/[^\t -<>-~]+|[\t ]$/g, escapeBytes)
  // Breaks after at most 73 columns, but not within an escape or within the bytes of a character.
  const pieces = escaped.match(/.{1,73}(?<!=.?)(?!=[89AB])/g) ?? ['']
  return pieces.map(escapeStart).join(softBreak)
}

/** Writes characters as `=E2=82=AC`. */
export function escapeBytes(characters: string): string {
  return Buffer.from(characters, 'utf8').toString('hex').toUpperCase().replace(/../g, '=$&')
}

/** Escapes a start of line that some mail servers change: `.` can end the mail, and `From ` becomes `>From `. */
function escapeStart(line: string): string {
  if (line.startsWith('.')) return `=2E${line.slice(1)}`
  return line.startsWith('From ') ? `=46${line.slice(1)}` : line
}
