import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDate, readStoredDate } from '../../../core/text/read-date.ts'

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

test.each(['May 2015', 'Mar. 2014', 'marzo de 2014', '2026-11', '11/2026', '2026-W47', '2026年11月'])(
  '%s is a date without a day',
  (text) => {
    expect(read(text)).toMatchObject({ instant: undefined, problems: [{ rule: 'incomplete-date' }] })
  },
)

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

test.each([
  ['2026-11-17 14:00:00 -4', '18:00'],
  ['2026-11-17 14:00:00 -05', '19:00'],
  ['2026-11-17 14:00 +5:30', '08:30'],
  ['2026-11-17 14:00 UTC+2', '12:00'],
  ['2026-11-17 14:00 GMT-3', '17:00'],
  ['20261117T140000Z', '14:00'],
  ['20261117T1400', '13:00'],
  ['20261117140000', '13:00'],
  ['2026-W47-2T14:00Z', '14:00'],
  ['2026-321T14Z', '14:00'],
  ['2026-11-17T14:00+01:00[Europe/Paris]', '13:00'],
  ['2026-11-17 14:00 (America/New_York)', '19:00'],
  ['November 17, 2026 at 2:00 PM ET', '19:00'],
  ['November 17, 2026 at 2:00:00 PM Central European Standard Time', '13:00'],
  ['Tue Nov 17 2026 14:00:00 GMT-0500 (Eastern Standard Time)', '19:00'],
  ['+002026-11-17T14:00:00.000Z', '14:00'],
  ['Tue Nov 17 14:00:00 UTC 2026', '14:00'],
  ['Tue Nov 17 14:00:00 2026 -0500', '19:00'],
  ['Tue Nov 17 14:00:00 2026', '13:00'],
  ['Tue 17 Nov 2026 02:00:00 PM CET', '13:00'],
  ['Di 17. Nov 14:00:00 CET 2026', '13:00'],
  ['mardi 17 novembre 2026, 14:00:00 (UTC+0100)', '13:00'],
  ['Tuesday, 17-Nov-26 14:00:00 GMT', '14:00'],
  ['17/Nov/2026:14:00:00 -0500', '19:00'],
  ['2026-11-17 14:00:00.123456 +0100 CET m=+0.000012', '13:00:00.123'],
  ['2026-11-17t14:00:00.10-05:00', '19:00:00.100'],
  ['2026-11-17 14:00:00+00', '14:00'],
  ['17. November 2026, 14 Uhr', '13:00'],
  ['17 novembre 2026 à 14 h 30', '13:30'],
  ['17 de noviembre de 2026 a las 14:00 h', '13:00'],
  ['17 ноября 2026 г., 14:00', '13:00'],
  ['Τρίτη 17 Νοεμβρίου 2026, 2:00 μ.μ.', '13:00'],
  ['17 Kasım 2026 Salı 14:00', '13:00'],
  ['úterý 17. listopadu 2026 v 14:00', '13:00'],
  ['2026年11月17日(火) 午後2時30分', '13:30'],
  ['2026年11月17日星期二14:00', '13:00'],
  ['2026년 11월 17일 화요일 오후 2:00', '13:00'],
  ['14:00, 17 November 2026 (UTC)', '14:00'],
  ['<2026-11-17 Tue 14:00>', '13:00'],
])('"%s" is %s UTC on that day', (text, time) => {
  const instant = `2026-11-17T${time.padEnd(8, ':00').padEnd(12, '.000')}Z`
  expect(read(text)).toEqual({ instant, problems: [] })
})

test.each([
  '20261117',
  '2026-W47-2',
  '2026-321',
  '17-Nov-26',
  '17. 11. 2026',
  '17 listopada 2026 r.',
  '2026. november 17.',
  '2026 m. lapkričio 17 d.',
  '17 tháng 11, 2026',
  '17 בנובמבר 2026',
  '١٧ نوفمبر ٢٠٢٦',
  '۲۰۲۶-۱۱-۱۷',
  'मंगलवार, १७ नवंबर २०२६',
  '17 พฤศจิกายน 2569',
  '๑๗ พ.ย. ๒๕๖๙',
  '２０２６年１１月１７日',
  '令和8年11月17日',
])('%s is a day, whatever the language of the publication', (text) => {
  expect(read(text)).toEqual({ instant: '2026-11-17T00:00:00.000Z', problems: [] })
})

/** How programs write an instant. The property below reads each form back. */
const forms: Readonly<Record<string, (date: Date) => string>> = {
  'ISO 8601': (date) => date.toISOString(),
  'the basic format of ISO 8601': (date) => date.toISOString().replace(/[-:]/g, ''),
  'an hour as the offset': (date) => `${shifted(date, -4)} -4`,
  'an offset without a colon': (date) => `${shifted(date, 5.5)} +0530`,
  'a named zone': (date) => `${shifted(date, 9)}[Asia/Tokyo]`,
  'an abbreviated zone': (date) => `${shifted(date, -5)} EST`,
  'RFC 2822': (date) => date.toUTCString(),
  'JavaScript’s Date': (date) =>
    date
      .toUTCString()
      .replace(/^(\w+), (\d+) (\w+) (\d+) (.*) GMT$/, '$1 $3 $2 $4 $5 GMT+0000 (Coordinated Universal Time)'),
  'the command date': (date) => date.toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) (.*) GMT$/, '$1 $3 $2 $5 UTC $4'),
  'RFC 850': (date) => date.toUTCString().replace(/(\d+) (\w+) \d\d(\d\d) /, '$1-$2-$3 '),
  Go: (date) => `${shifted(date, 0)}.000123 +0000 UTC`,
  'US English': (date) => date.toLocaleString('en-US', { dateStyle: 'full', timeStyle: 'long', timeZone: 'UTC' }),
  German: (date) => date.toLocaleString('de', { dateStyle: 'full', timeStyle: 'medium', timeZone: 'Europe/Berlin' }),
  Japanese: (date) => date.toLocaleString('ja', { dateStyle: 'full', timeStyle: 'long', timeZone: 'UTC' }),
  'seconds since 1970': (date) => String(date.getTime() / 1000),
  'milliseconds since 1970': (date) => String(date.getTime()),
}

function shifted(date: Date, hours: number): string {
  return new Date(date.getTime() + hours * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

test.each(Object.keys(forms))('any instant is read back from %s', (name) => {
  const seconds = fc.integer({ min: 1_000_000_000, max: 3_000_000_000 })
  fc.assert(
    fc.property(seconds, (second) => {
      const date = new Date(second * 1000)
      // Clocks in Berlin show an hour of an October night twice.
      fc.pre(name !== 'German' || date.getUTCMonth() !== 9 || date.getUTCHours() > 1)
      expect(readStoredDate(forms[name]?.(date) ?? '', conventions)).toEqual({
        instant: date.toISOString(),
        problems: [],
      })
    }),
  )
})

test('a number is a date only where programs store dates', () => {
  expect(read('1794924000')).toBeUndefined()
  expect(readStoredDate('5551234', conventions)).toBeUndefined()
})

test('the publication’s time zone decides what IST means; elsewhere it is Indian, with a warning', () => {
  const readIn = (timeZone: string) => readDate('2026-11-17 14:00 IST', { ...conventions, timeZone })
  expect(readIn('Asia/Kolkata')).toEqual({ instant: '2026-11-17T08:30:00.000Z', problems: [] })
  expect(readIn('Europe/Dublin')).toEqual({ instant: '2026-11-17T13:00:00.000Z', problems: [] })
  expect(readIn('Europe/Berlin')).toMatchObject({
    instant: '2026-11-17T08:30:00.000Z',
    problems: [{ rule: 'ambiguous-date' }],
  })
})

test('a year of two digits between hyphens could be a day', () => {
  expect(read('26-11-17')).toMatchObject({ problems: [{ rule: 'ambiguous-date' }] })
})

test.each(['2026-366', '2025-W53-1', '2026-W47-8', '20260231', '2026-02-29T10:00Z', '1405/08/26', '2026-11-17 14:60'])(
  '%s does not exist',
  (text) => {
    expect(read(text)).toMatchObject({ instant: undefined, problems: [{ rule: 'impossible-date' }] })
  },
)

test.each([
  '2026-11-17 14',
  '2026-11-17 14:00 foo',
  '2026-11-17 14:00 +15',
  '2026-11-17 14:00 Europe/Nowhere',
  '2026-11-17 14:00-16:00',
  '12345678',
  '4155551234',
  '12 May 10',
  '17 Nov 2026 until 14:00',
])('"%s" is refused rather than guessed', (text) => {
  expect(read(text)).toBeUndefined()
})

test.each(['', '12 Foo 2015', '12 August', 'On 12 August 2015 it rained', '12 August 2015 in Paris', '1,200', '15'])(
  '"%s" is not a date',
  (text) => {
    expect(read(text)).toBeUndefined()
  },
)
