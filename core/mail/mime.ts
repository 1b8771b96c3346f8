import { nameMark, wordsOfMark } from '../name-value.ts'
import { escapeHtml } from '../text/escape-html.ts'
import { type PlaceholderName, placeholderNames, placeholders } from './placeholders.ts'
import { encodeQuotedPrintable, softBreak } from './quoted-printable.ts'

export type PartName = 'text' | 'html'

/** The place of a personal value, which is encoded for its part, or of the reader's name. */
export type Slot =
  | { readonly part: PartName; readonly value: PlaceholderName }
  /** `words`: encoded, for readers without a name. */
  | { readonly part: PartName; readonly value: 'name'; readonly words: Uint8Array }

/** Either bytes that all mails of a variant share, or a slot between them. */
export type Piece = Uint8Array | Slot

/**
 * Encodes the two parts of a mail (RFC 2046 §5.1.4) once for all recipients. Every placeholder becomes a slot between two
 * soft line breaks, so that no personal value changes the encoding around it.
 */
export function encodeAlternative(boundary: string, text: string, html: string): readonly Piece[] {
  return joinStrings([
    'MIME-Version: 1.0\r\n',
    `Content-Type: multipart/alternative; boundary="${boundary}"\r\n\r\n`,
    ...encodePart(boundary, 'text', 'text/plain', text),
    ...encodePart(boundary, 'html', 'text/html', html),
    `--${boundary}--\r\n`,
  ])
}

/** Derives a boundary from an id. Quoted-printable text never contains `=_`, so no part contains the boundary. */
export function boundaryOf(id: string): string {
  return `=_${id.replace(/[^A-Za-z0-9-]/g, '').slice(0, 60)}`
}

/** Encodes a personal value for a slot. */
export function encodeForSlot(part: PartName, value: string): string {
  return encodeQuotedPrintable(part === 'html' ? escapeHtml(value) : value)
}

const placeholderPattern = new RegExp(`([${Object.values(placeholders).join('')}]|${nameMark.replace(/[()]/g, '')})`)

function encodePart(boundary: string, part: PartName, type: string, content: string): (string | Slot)[] {
  const head = `--${boundary}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`
  const pieces = content.split(placeholderPattern).flatMap((piece) => {
    const slot = slotOf(part, piece)
    return slot ? [softBreak, slot, softBreak] : [encodeQuotedPrintable(piece)]
  })
  return [head, ...pieces, '\r\n']
}

function slotOf(part: PartName, piece: string): Slot | undefined {
  const words = wordsOfMark(piece)
  if (words !== undefined) return { part, value: 'name', words: Buffer.from(encodeQuotedPrintable(words), 'latin1') }
  const value = placeholderNames.find((name) => placeholders[name] === piece)
  return value && { part, value }
}

function joinStrings(pieces: readonly (string | Slot)[]): Piece[] {
  const joined: (string | Slot)[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') joined[joined.length - 1] = last + piece
    else joined.push(piece)
  }
  return joined.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece))
}
