import { expect, test } from 'vitest'
import { quotesOf, straightened, withApostrophes } from '../../../core/text/smart-quotes.ts'

test.each([
  ['en-GB', ['“', '”', '‘', '’']],
  ['de', ['„', '“', '‚', '‘']],
  ['de-ch', ['«', '»', '‹', '›']],
  ['es-MX', ['“', '”', '‘', '’']],
  ['tlh', ['“', '”', '‘', '’']],
])('%s has the quotation marks %j', (language, quotes) => {
  expect(quotesOf(language)).toEqual(quotes)
})

test.each([
  ["the '90s", 'the ’90s'],
  ["rock 'n' roll", "rock ’n' roll"],
  ["'tis late", '’tis late'],
  ["he said 'late'", "he said 'late'"],
  ["Post's", "Post's"],
])('the apostrophes of %s become %s', (text, expected) => {
  expect(withApostrophes(text)).toBe(expected)
})

test('texts that differ only in quotation marks are equal after straightening', () => {
  expect(straightened('« Oui », ‘it’s’'.replaceAll(' »', '\u00A0»').replaceAll('« ', '«\u00A0'))).toBe(
    "\"Oui\", 'it's'",
  )
})
