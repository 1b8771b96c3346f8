import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanLine, cleanText, cutAtWord, normalizeText } from '../../../core/text/clean-text.ts'

const unusual = fc.constantFrom(
  ...['\0', '\x07', '\t', '\n', '\r', '\r\n', '\f', '\v', '\x85', '\u2028', '\u2029', '\u00A0', '\u3000', '\uFEFF'],
  ...['\u202A', '\u202E', '\u202C', '\u2066', '\u2069', '\uFDD0', '\uFFFE', '\uFFFF', '\u{1FFFE}', '\uD800', '\uDC00'],
  ...['e', '\u0301', '\u212B', ' '],
)
const text = fc
  .array(fc.oneof(unusual, fc.string({ unit: 'binary' })), { maxLength: 20 })
  .map((parts) => parts.join(''))

describe('cleanLine', () => {
  test('removes line breaks, control characters, bidi controls, noncharacters and lone surrogates', () => {
    fc.assert(
      fc.property(text, (input) => {
        const line = cleanLine(input)
        expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u202A-\u202E\u2066-\u2069]/u)
        expect(line.isWellFormed()).toBe(true)
      }),
    )
  })

  test('returns single spaces and composed characters, with no white space at either end', () => {
    fc.assert(
      fc.property(text, (input) => {
        const line = cleanLine(input)
        expect(line).not.toMatch(/^\s|\s$|\s\s|[^\S ]/)
        expect(line.normalize('NFC')).toBe(line)
      }),
    )
  })

  test('does not change a line that is clean already', () => {
    fc.assert(
      fc.property(text, (input) => {
        expect(cleanLine(cleanLine(input))).toBe(cleanLine(input))
      }),
    )
  })

  test.each([
    ['Night\u00A0 mail\r\nreturns', 'Night mail returns'],
    ['ring\u0007 the\u2028bell', 'ring the bell'],
    ['gnp.\u202Eexe\u202C', 'gnp.exe'],
    ['\uFDD0name\uFFFF', 'name'],
    ['half \uD83D', 'half \uFFFD'],
    ['Cafe\u0301', 'Café'],
    ['\u05D0\u200F 1', '\u05D0\u200F 1'],
  ])('turns %j into %j', (input, line) => {
    expect(cleanLine(input)).toBe(line)
  })
})

test('clean text keeps line breaks and tabs, and loses characters that XML forbids or that mark placeholders', () => {
  expect(cleanText('a\tb\nc\r\n\u0001d\uFDD0\fe\uDC00')).toBe('a\tb\nc\r\nd e\uFFFD')
  fc.assert(
    fc.property(text, (input) => {
      expect(cleanText(input)).not.toMatch(/[\p{Noncharacter_Code_Point}]/u)
      expect(cleanText(input).replace(/[\t\n\r]/g, '')).not.toMatch(/\p{Cc}/u)
      expect(cleanText(input).isWellFormed()).toBe(true)
    }),
  )
})

test('normalized text has one form of line breaks, spaces and composed characters', () => {
  expect(normalizeText('\uFEFFa\r\nb\rc\u2029d')).toBe('a\nb\nc\nd')
  expect(normalizeText('a\u00A0 b\u00A0c')).toBe('a b\u00A0c')
  expect(normalizeText('Cafe\u0301')).toBe('Café')
})

describe('cutAtWord', () => {
  test.each([
    ['The quick brown fox', 12, 'The quick…'],
    ['The quick, brown fox', 12, 'The quick…'],
    ['Incomprehensibilities', 10, 'Incompreh…'],
    ['😀😀😀😀', 4, '😀…'],
    ['short', 5, 'short'],
  ])('cuts "%s" to %i characters', (line, limit, cut) => {
    expect(cutAtWord(line, limit)).toBe(cut)
  })

  test('never exceeds the limit and never splits a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (line, limit) => {
        expect(cutAtWord(line, limit).length).toBeLessThanOrEqual(limit)
        expect(cutAtWord(line, limit).isWellFormed()).toBe(true)
      }),
    )
  })
})
