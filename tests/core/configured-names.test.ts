import { expect, test } from 'vitest'
import { allDigestNames, isDigestName, isLanguage, isTimeZone } from '../../core/configured-names.ts'

test('a language is a BCP 47 tag', () => {
  expect(['en', 'de-AT', 'zh-Hant-TW'].every(isLanguage)).toBe(true)
  expect(['', 'english language', 'de_AT', 'en-'].some(isLanguage)).toBe(false)
})

test('a time zone is a name of the IANA database', () => {
  expect(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'].every(isTimeZone)).toBe(true)
  expect(['', 'Berlin', 'Europe/Atlantis'].some(isTimeZone)).toBe(false)
})

test('the name of a digest is a short slug that means nothing else', () => {
  expect(['weekly', 'press', 'the-week', 'a1-2', 'a'.repeat(40)].every(isDigestName)).toBe(true)
  const refused = [
    '',
    'Weekly',
    'the week',
    'the_week',
    '-a',
    'a-',
    'a--b',
    '7am',
    'über',
    'a/b',
    'a#b',
    'a'.repeat(41),
  ]
  expect([...refused, 'constructor', 'none', 'all'].filter(isDigestName)).toEqual([])
})

test('digests that were configured once stay known, and so do those of the time when there were four names', () => {
  expect(allDigestNames(['press', 'daily'], ['press', 'hourly'])).toEqual([
    ...['daily', 'hourly', 'instant', 'monthly', 'press', 'weekly'],
  ])
})
