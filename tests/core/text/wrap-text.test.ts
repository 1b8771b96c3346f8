import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wrapLines, wrapText } from '../../../core/text/wrap-text.ts'

test('text is wrapped at 72 columns between words', () => {
  expect(wrapText(`${'seven77 '.repeat(9)}ninety more`)).toBe(`${'seven77 '.repeat(8)}seven77\nninety more`)
})

test('a word that is too long gets its own line', () => {
  const word = 'x'.repeat(100)
  expect(wrapText(`see ${word} there`)).toBe(`see\n${word}\nthere`)
})

test('Chinese and Japanese characters take two columns, and lines break between any of them but not before punctuation', () => {
  expect(wrapText('日本語。', 6)).toBe('日本\n語。')
  expect(wrapText('日本語日本語', 8)).toBe('日本語日\n本語')
})

test('wrapping changes only spaces', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 4, max: 72 }), (text, columns) => {
      expect(wrapText(text, columns).replace(/[ \n]/g, '')).toBe(text.replace(/[ \n]/g, ''))
    }),
  )
})

test('wrapped lines of quotations repeat the mark, and those of lists are indented', () => {
  expect(wrapLines('- one two three\n> four five six\nseven', 10)).toBe('- one two\n  three\n> four\n> five six\nseven')
})
