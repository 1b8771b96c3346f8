import { expect, test } from 'vitest'
import { chooseDirection, chooseLanguage } from '../../../core/text/language.ts'

test.each([
  ['ar_EG', 'ar-EG'],
  [' DE-at ', 'de-AT'],
  ['', 'en'],
  [undefined, 'en'],
])('the language %j is %s', (requested, language) => {
  expect(chooseLanguage(requested, 'en')).toEqual({ language, problems: [] })
})

test('text that is not a language tag gets a warning', () => {
  expect(chooseLanguage('no such language', 'en')).toMatchObject({
    language: 'en',
    problems: [{ rule: 'unknown-language', severity: 'warning' }],
  })
})

test.each([
  [undefined, 'he', 'rtl'],
  [undefined, 'az-Arab', 'rtl'],
  [undefined, 'ar-Latn', 'ltr'],
  [undefined, 'de', 'ltr'],
  ['RTL', 'de', 'rtl'],
  ['ltr', 'ar', 'ltr'],
  ['sideways', 'ar', 'rtl'],
])('with direction %j, a text in %s is %s', (requested, language, direction) => {
  expect(chooseDirection(requested, language)).toBe(direction)
})
