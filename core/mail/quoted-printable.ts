/**
 * Quoted-printable (RFC 2045 §6.7) of UTF-8 text, with CRLF line breaks and lines of at most 76 columns. The last line has
 * room for a soft break, so that two encoded texts joined by `softBreak` decode to the two texts joined.
 */
export function encodeQuotedPrintable(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(encodeKnownLine)
    .join('\r\n')
}

export const softBreak = '=\r\n'

/** The mails of an issue are mostly made of the same lines. */
const known = new Map<string, string>()
const linesKept = 5_000

function encodeKnownLine(line: string): string {
  const encoded = known.get(line) ?? encodeLine(line)
  if (known.size >= linesKept && !known.has(line)) known.clear()
  known.set(line, encoded)
  return encoded
}

function encodeLine(line: string): string {
  const escaped = line.replace(/[^\t -<>-~]+|[\t ]$/g, escapeBytes)
  // At most 73 columns, neither within an escape nor within a character's bytes.
  const pieces = escaped.match(/.{1,73}(?<!=.?)(?!=[89AB])/g) ?? ['']
  return pieces.map(escapeStart).join(softBreak)
}

/** `=E2=82=AC` */
export function escapeBytes(characters: string): string {
  return Buffer.from(characters, 'utf8').toString('hex').toUpperCase().replace(/../g, '=$&')
}

/** Some mail servers take `.` for the end of the mail, or turn `From ` into `>From `. */
function escapeStart(line: string): string {
  if (line.startsWith('.')) return `=2E${line.slice(1)}`
  return line.startsWith('From ') ? `=46${line.slice(1)}` : line
}
