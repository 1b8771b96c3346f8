import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseUpload } from '../../../../core/reading/parse-upload.ts'
import { dateByPath, readPathDate } from '../../../../core/reading/path/path-date.ts'
import { publication } from '../sample.ts'

const read = (key: string) => readPathDate(key, 'Europe/Berlin')

test.each([
  'backfill/2013-05-09-harbour.md',
  'backfill/2013-05-09.md',
  'backfill/2013_05_09_harbour.txt',
  'backfill/2013.05.09 Harbour.html',
  'backfill/20130509-harbour.md',
  'backfill/2013/05/09/harbour.md',
  'backfill/2013/5/9/harbour.md',
  'backfill/2013/05/09-harbour.md',
  'backfill/2013/05-09-harbour.md',
  'backfill/2013-05-09/index.md',
  'backfill/_posts/2013-5-9-harbour.md',
  'backfill/2009/12/2013-05-09-harbour.md',
  'backfill/2013-05-09-2012-was-wet.md',
  'backfill/2013-05-09-10-20-lamps.md',
  'articles/2013-05-09-harbour.en.md',
])('%s is from the ninth of May 2013', (key) => {
  expect(read(key)).toEqual({ date: '2013-05-09T00:00:00.000Z', problems: [] })
})

test.each([
  ['backfill/2013-05-09-1430-harbour.md', '12:30:00'],
  ['backfill/2013-05-09T14-30-05.md', '12:30:05'],
  ['backfill/2013-05-09_14.30 harbour.md', '12:30:00'],
  ['backfill/201305091430 harbour.md', '12:30:00'],
  ['backfill/20130509T143000Z-harbour.md', '14:30:00'],
])('%s is from %s UTC on that day', (key, time) => {
  expect(read(key)).toEqual({ date: `2013-05-09T${time}.000Z`, problems: [] })
})

test.each(['backfill/2013/harbour.md', 'backfill/harbour.md', 'backfill/1984.md', 'backfill/12345678.md', 'a/9.md'])(
  '%s has no date',
  (key) => {
    expect(read(key)).toEqual({ date: undefined, problems: [] })
  },
)

test('a month dates articles from an archive, with a warning, and no news', () => {
  expect(read('backfill/2013/05/harbour.md')).toMatchObject({
    date: '2013-05-01T00:00:00.000Z',
    problems: [{ rule: 'incomplete-date' }],
  })
  expect(read('articles/2013/05/harbour.md')).toEqual({ date: undefined, problems: [] })
})

test('a day that does not exist is reported and not used', () => {
  expect(read('backfill/2013-02-31-harbour.md')).toMatchObject({
    date: undefined,
    problems: [{ rule: 'impossible-date', message: expect.stringContaining('2013-02-31') }],
  })
  expect(read('backfill/20139999-harbour.md')).toEqual({ date: undefined, problems: [] })
})

test('the date in the file counts more than the one in its path', () => {
  const raw = { authors: [], topics: [], tree: { type: 'root' as const, children: [] }, problems: [] }
  const dated = { ...raw, date: '2020-01-01T00:00:00.000Z' }
  expect(dateByPath(dated, 'articles/2013-05-09-harbour.md', publication)).toBe(dated)
  expect(dateByPath(raw, 'articles/2013-05-09-harbour.md', publication)).toMatchObject({ isDatedByPath: true })
})

test.each([
  ['md', '# Harbour oil\n\nOil for the lamps.\n'],
  ['html', '<h1>Harbour oil</h1><p>Oil for the lamps.</p>'],
  ['txt', 'Harbour oil\n\nOil for the lamps was landed at the quay.\n'],
])('a .%s file is dated by its path, without a warning that it has no date', (extension, text) => {
  const key = `backfill/2013-05-09-harbour.${extension}`
  const parsed = parseUpload({ key, bytes: Buffer.from(text), contentType: undefined }, publication)
  expect(parsed).toMatchObject({ accepted: true, manuscript: { date: '2013-05-09T00:00:00.000Z' } })
  expect(parsed.problems.map(({ rule }) => rule)).not.toContain('missing-date')
})

test('any path is read without an error', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[-0-9/_T. a]{0,60}$/), (path) => {
      const { date } = read(`backfill/${path}.md`)
      if (date !== undefined) expect(new Date(date).toISOString()).toBe(date)
    }),
  )
})

test.each(['path', 'permalink', 'url'])('without another date, the date in the field %s counts', (name) => {
  const dateOf = (key: string, value: string) => {
    const bytes = new TextEncoder().encode(`+++\ntitle = "Harbour"\n${name} = "${value}"\n+++\n\nText.`)
    const parsed = parseUpload({ key, bytes, contentType: undefined }, publication)
    return parsed.accepted ? parsed.manuscript.date : undefined
  }
  expect(dateOf('backfill/harbour.md', '/news/2013/05/09/harbour/')).toBe('2013-05-09T00:00:00.000Z')
  expect(dateOf('backfill/harbour.md', 'https://example.org/2013/05/harbour.html')).toBe('2013-05-01T00:00:00.000Z')
  expect(dateOf('backfill/2012-01-02-harbour.md', '2013/05/09/harbour')).toBe('2012-01-02T00:00:00.000Z')
  expect(dateOf('articles/harbour.md', '/harbour/')).toBeUndefined()
})
