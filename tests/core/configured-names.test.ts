import { expect, test } from 'vitest'
import { isDigestName, isLanguage, isTimeZone } from '../../core/configured-names.ts'

test('a language is a BCP 47 tag', () => {
  expect(['en', 'de-AT', 'zh-Hant-TW'].every(isLanguage)).toBe(true)
  expect(['', 'english language', 'de_AT', 'en-'].some(isLanguage)).toBe(false)
})

test('a time zone is a name of the IANA database', () => {
  expect(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'].every(isTimeZone)).toBe(true)
  expect(['', 'Berlin', 'Europe/Atlantis'].some(isTimeZone)).toBe(false)
})

test('a digest has one of four names', () => {
  expect(isDigestName('weekly')).toBe(true)
  expect(['Weekly', 'yearly', 'constructor'].some(isDigestName)).toBe(false)
})
