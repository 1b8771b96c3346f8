import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeQuotedPrintable, softBreak } from '../../../core/mail/quoted-printable.ts'

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\r\n', '\n', '.', 'From ', '=', '=3D', ' ', '\t', '😀', 'a'.repeat(80)),
    ),
  )
  .map((pieces) => pieces.join('').toWellFormed())

test('encoded text decodes to the same text with CRLF line breaks', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(decode(encodeQuotedPrintable(text))).toBe(text.replace(/\r\n|\r|\n/g, '\r\n'))
    }),
  )
})

test('encoded lines are ASCII of at most 76 columns, and do not end with a blank or start with a dot or "From "', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      for (const line of encodeQuotedPrintable(text).split('\r\n')) {
        expect(line).toMatch(/^[\t -~]{0,76}$/)
        expect(line).not.toMatch(/^\.|^From |[\t ]$/)
      }
    }),
  )
})

test('texts that are encoded separately and joined by soft line breaks decode to the joined text', () => {
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 2, maxLength: 4 }), (texts) => {
      // A CRLF must not be split between two texts: each half would become a line break.
      fc.pre(!texts.some((text) => text.endsWith('\r')))
      const spliced = texts.map(encodeQuotedPrintable).join(softBreak)
      expect(decode(spliced)).toBe(decode(encodeQuotedPrintable(texts.join(''))))
      for (const line of spliced.split('\r\n')) expect(line.length).toBeLessThanOrEqual(76)
    }),
  )
})

test('a soft line break never splits a character', () => {
  for (const line of encodeQuotedPrintable('😀ü'.repeat(50)).split('\r\n')) expect(decode(line)).not.toContain('\ufffd')
})

function decode(encoded: string): string {
  const bytes = encoded
    .replace(/=(\r\n|$)/g, '')
    .replace(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
