import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wrapText } from '../../../core/text/wrap-text.ts'

test('text is wrapped at 72 columns between words', () => {
  expect(wrapText(`${'seven77 '.repeat(9)}ninety more`)).toBe(`${'seven77 '.repeat(8)}seven77\nninety more`)
})

test('a word that is too long stands on a line of its own', () => {
  const word = 'x'.repeat(100)
  expect(wrapText(`see ${word} there`)).toBe(`see\n${word}\nthere`)
})

test('Chinese and Japanese break anywhere but before punctuation, and count two columns a character', () => {
  expect(wrapText('日本語。', 6)).toBe('日本\n語。')
  expect(wrapText('日本語日本語', 8)).toBe('日本語日\n本語')
})

test('wrapping changes nothing but blanks', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 4, max: 72 }), (text, columns) => {
      expect(wrapText(text, columns).replace(/[ \n]/g, '')).toBe(text.replace(/[ \n]/g, ''))
    }),
  )
})
