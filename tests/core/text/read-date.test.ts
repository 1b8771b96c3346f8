import { describe, expect, test } from 'vitest'
import { readDate } from '../../../core/text/read-date.ts'

const conventions = { language: 'en', timeZone: 'Europe/Berlin' }
const read = (text: string, language = 'en') => readDate(text, { ...conventions, language })

test.each([
  '2015-08-12',
  '2015/8/12',
  'Wed 12 Aug 2015',
  'Wednesday, 12 August 2015',
  'Wednesday, August 12th, 2015',
  'Aug. 12, 2015',
  '12th of August 2015',
  '12.08.2015',
  '12-Aug-2015',
  '2015-08-12T00:00:00Z',
])('%s is the twelfth of August 2015', (text) => {
  expect(read(text)).toEqual({ instant: '2015-08-12T00:00:00.000Z', problems: [] })
})

test.each([
  ['2015-08-12 10:30', '08:30:00'],
  ['2015-08-12T10:30:00+05:30', '05:00:00'],
  ['Wed, 12 Aug 2015 10:30:00 -0400', '14:30:00'],
  ['August 12, 2015 at 9:15 p.m. EDT', '01:15:00', '2015-08-13'],
  ['12 Aug 2015, 12am', '22:00:00', '2015-08-11'],
  ['2015-08-12 | 10.30 BST', '09:30:00'],
])('"%s": a time without a zone is in the publication’s time zone', (text, time, day = '2015-08-12') => {
  expect(read(text)?.instant).toBe(`${day}T${time}.000Z`)
})

test('the UTC offset is the one in effect on that day, before and after a clock change', () => {
  expect(read('2026-03-28 12:00')?.instant).toBe('2026-03-28T11:00:00.000Z')
  expect(read('2026-03-29 12:00')?.instant).toBe('2026-03-29T10:00:00.000Z')
})

test.each([
  ['Mittwoch, 12. August 2015', 'de'],
  ['mercredi 12 août 2015', 'fr'],
  ['12 de agosto de 2015', 'es-MX'],
  ['12 sierpnia 2015', 'pl'],
])('%s is the twelfth of August 2015 in %s', (text, language) => {
  expect(read(text, language)).toEqual({ instant: '2015-08-12T00:00:00.000Z', problems: [] })
})

describe('dates with slashes', () => {
  test('dates with a number above 12 have only one possible order', () => {
    expect(read('12/25/2015')?.instant).toMatch(/^2015-12-25/)
    expect(read('25/12/2015')?.instant).toMatch(/^2015-12-25/)
  })

  test('the weekday decides whether the month or the day comes first', () => {
    expect(read('Wed 12/08/2015')).toMatchObject({ instant: '2015-08-12T00:00:00.000Z', problems: [] })
    expect(read('Tue 12/08/2015')).toMatchObject({ instant: '2015-12-08T00:00:00.000Z', problems: [] })
  })

  test('without a weekday, the language decides, with a warning', () => {
    expect(read('12/08/2015')).toMatchObject({
      instant: '2015-12-08T00:00:00.000Z',
      problems: [{ rule: 'ambiguous-date' }],
    })
    expect(read('12/08/2015', 'en-GB')).toMatchObject({ instant: '2015-08-12T00:00:00.000Z' })
  })
})

test.each(['31 Feb 2015', '2015-02-29', '2015-13-01', '31.04.2015', '13/13/2015', '12 Aug 2015 25:00', '0015-01-01'])(
  '%s is impossible and does not become another day',
  (text) => {
    expect(read(text)).toMatchObject({ instant: undefined, problems: [{ rule: 'impossible-date' }] })
  },
)

test.each(['May 2015', 'Mar. 2014', 'marzo de 2014'])('%s is a date without a day', (text) => {
  expect(read(text)).toMatchObject({ instant: undefined, problems: [{ rule: 'incomplete-date' }] })
})

test.each([
  '3. März 2014',
  'Montag, 3. März 2014',
  'lundi 3 mars 2014',
  '3 de marzo de 2014',
  '3 maart 2014',
  'lunedì 3 marzo 2014',
])('%s is read in a publication in English', (text) => {
  expect(read(text)).toMatchObject({ instant: '2014-03-03T00:00:00.000Z', problems: [] })
})

test('a language that does not exist falls back to English names', () => {
  for (const language of ['', 'x y', '!!', 'abcd', 'zz', '1', '__proto__', 'en_GB'])
    expect(read('12 August 2015', language)).toMatchObject({ instant: '2015-08-12T00:00:00.000Z', problems: [] })
})

test('a wrong weekday gets a warning, and the day is used', () => {
  expect(read('Friday 12 August 2015')).toMatchObject({
    instant: '2015-08-12T00:00:00.000Z',
    problems: [{ rule: 'wrong-weekday', message: expect.stringContaining('was a Wednesday') }],
  })
})

test.each(['', '12 Foo 2015', '12 August', 'On 12 August 2015 it rained', '12 August 2015 in Paris', '1,200', '15'])(
  '"%s" is not a date',
  (text) => {
    expect(read(text)).toBeUndefined()
  },
)
