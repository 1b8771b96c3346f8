import { expect, test } from 'vitest'
import { translate } from '../../core/translated-text.ts'

const text = { en: 'Maps', 'de-AT': 'Landkarten', de: 'Karten', 'zh-Hant': '地圖' }

test.each([
  ['de', 'Karten'],
  ['de-at', 'Landkarten'],
  ['de-CH-1996', 'Karten'],
  ['zh-Hant-TW', '地圖'],
  ['zh', '地圖'],
  ['fr', 'Maps'],
])('a reader of %s gets %s', (language, expected) => {
  expect(translate(text, language, 'en-GB')).toBe(expected)
})

test('a text without translations is the same for everybody, and without a match it is the first', () => {
  expect(translate('Maps', 'de', 'en')).toBe('Maps')
  expect(translate({ fr: 'Cartes', de: 'Karten' }, 'es', 'en')).toBe('Cartes')
  expect(translate({ fr: 'Cartes' }, 'constructor')).toBe('Cartes')
})
