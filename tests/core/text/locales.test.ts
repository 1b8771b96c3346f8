import { expect, test } from 'vitest'
import { listLanguages, messagesFor } from '../../../core/text/locales.ts'

test.each([
  [['de-AT', 'en'], 'de', 'de-AT', 'ltr'],
  [['tlh', 'fr'], 'fr', 'fr', 'ltr'],
  [['ar-EG'], 'ar', 'ar-EG', 'rtl'],
  [['it', undefined], 'en', 'en', 'ltr'],
  [['constructor'], 'en', 'en', 'ltr'],
])('a request for %j gets %s', (requested, language, locale, direction) => {
  expect(messagesFor(...requested)).toMatchObject({ language, locale, direction })
})

test('English, German, French, Spanish and Arabic are supported', () => {
  expect(listLanguages().map(({ language }) => language)).toEqual(
    expect.arrayContaining(['en', 'de', 'fr', 'es', 'ar']),
  )
})
