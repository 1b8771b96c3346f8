import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeForSlot } from '../../../core/mail/mime.ts'
import { encodeQuotedPrintable, softBreak } from '../../../core/mail/quoted-printable.ts'

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\r\n', '\n', '.', 'From ', '=', '=3D', ' ', '\t', '😀', 'a'.repeat(80)),
    ),
  )
  .map((pieces) => pieces.join('').toWellFormed())

test('what is encoded decodes to the same text with CRLF line breaks', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(decode(encodeQuotedPrintable(text))).toBe(text.replace(/\r\n|\r|\n/g, '\r\n'))
    }),
  )
})

test('lines are ASCII of at most 76 columns, end with no blank, and neither start with a dot nor with "From "', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      for (const line of encodeQuotedPrintable(text).split('\r\n')) {
        expect(line).toMatch(/^[\t -~]{0,76}$/)
        expect(line).not.toMatch(/^\.|^From |[\t ]$/)
      }
    }),
  )
})

test('texts encoded apart and spliced between soft line breaks decode to the whole', () => {
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 2, maxLength: 4 }), (texts) => {
      // A line break may not be cut in two: each text alone would count it as one.
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

test('a personal value is escaped for HTML and left alone in text', () => {
  expect(encodeForSlot('html', '<a&"b">')).toBe('&lt;a&amp;&quot;b&quot;&gt;')
  expect(encodeForSlot('text', '<a&"b">')).toBe('<a&"b">')
})

function decode(encoded: string): string {
  const bytes = encoded
    .replace(/=(\r\n|$)/g, '')
    .replace(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
