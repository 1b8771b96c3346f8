import { expect, test } from 'vitest'
import { readAcceptLanguage } from '../../../core/text/accept-language.ts'

test.each([
  ['de-AT,de;q=0.9,en;q=0.8', ['de-AT', 'de', 'en']],
  ['en;q=0.2, fr', ['fr', 'en']],
  ['de;q=0, en', ['en']],
  ['*, en', ['en']],
  ['<script>, en;q=x', []],
  ['', []],
  [null, []],
])('%j requests the languages %j', (header, languages) => {
  expect(readAcceptLanguage(header)).toEqual(languages)
})

test('only the beginning of a long header is read', () => {
  expect(readAcceptLanguage('en,'.repeat(100_000))).toHaveLength(10)
})
