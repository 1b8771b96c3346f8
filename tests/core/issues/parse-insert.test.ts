import { expect, test } from 'vitest'
import { checkInsert, parseInsert, placeInsert } from '../../../core/issues/parse-insert.ts'
import { sampleSite } from './sample-issue.ts'

const site = sampleSite()
const source = (text: string) => {
  const bytes = new TextEncoder().encode(text)
  return { bytes, size: bytes.length, contentType: 'text/markdown' }
}
const at = '2026-11-21T06:00:00.000Z'
const rulesOf = (text: string) => parseInsert(source(text), site, at).problems.map(({ rule }) => rule)

test.each([
  ['issues/daily.md', { digest: 'daily', kind: 'note' }],
  ['issues/weekly.sponsor.md', { digest: 'weekly', kind: 'sponsor' }],
  ['issues/hourly.md', { rule: 'unknown-digest' }],
  ['issues/Daily.md', { rule: 'unknown-digest', fix: expect.stringMatching(/^Name it issues\/daily\.md;/) }],
  ['issues/weekyl.sponsor.md', { fix: expect.stringMatching(/^Name it issues\/weekly\.md;/) }],
  ['issues/daily.html', { rule: 'unknown-digest' }],
])('%s is placed in %j', (key, place) => {
  expect(placeInsert(key, site)).toMatchObject(place)
})

test('a text belongs to a digest of any name', () => {
  const { daily } = site.publication.digests
  if (!daily) throw new Error('The sample has no daily digest')
  const digests = { 'week-2': daily }
  const named = { ...site, publication: { ...site.publication, digests } }
  expect(placeInsert('issues/week-2.md', named)).toEqual({ digest: 'week-2', kind: 'note' })
  expect(placeInsert('issues/week-2.sponsor.md', named)).toEqual({ digest: 'week-2', kind: 'sponsor' })
  expect(placeInsert('issues/constructor.md', named)).toMatchObject({ rule: 'unknown-digest' })
})

test('a picture belongs to no digest, and a leftover of a program is held back', () => {
  const picture = placeInsert('issues/coach.png', site)
  expect(picture).toMatchObject({ rule: 'unknown-digest', fix: expect.stringContaining('below articles/') })
  expect(placeInsert('issues/daily.md~', site)).toMatchObject({ rule: 'held-back', severity: 'error' })
  expect(placeInsert('issues/_daily.md', site)).toMatchObject({ rule: 'held-back', severity: 'error' })
})

test('a note is Markdown with an optional title', () => {
  const { insert } = parseInsert(source('# From the editor\n\nA *new* coach.'), site, at)
  expect(insert).toMatchObject({ title: 'From the editor' })
  expect(insert?.html).toContain('<em>new</em>')
  expect(parseInsert(source('Only text.'), site, at).insert?.title).toBeUndefined()
})

test('an insert without text, or with more than 20 KB, is rejected', () => {
  expect(rulesOf('  \n')).toContain('empty-file')
  expect(rulesOf('Much too long.\n\n'.repeat(1_500))).toContain('too-long')
})

test.each([
  '---\ndraft: true\n---\nText',
  '+++\ndraft = true\n+++\nText',
  '{ "title": "T", "draft": true }\n\nText',
  'Title: T\nStatus: draft\n\nText',
  '---\npublishDate: 2029-01-01\n---\nText',
  '---\ndate: 2029-01-01\n---\nText',
  '---\nexpiryDate: 2020-01-01\n---\nText',
  'Text\n\n#draft',
])('a text that is not for the next issue is not used, and the receipt says why: %j', (text) => {
  const { insert, problems } = parseInsert(source(text), site, at)
  expect(insert).toBeUndefined()
  expect(problems[0]).toMatchObject({ rule: 'held-back', severity: 'warning' })
})

test('a day without a time is one in the time zone of the publication', () => {
  const isUsed = (text: string, timeZone: string) => {
    const local = { ...site, publication: { ...site.publication, timeZone } }
    return parseInsert(source(text), local, '2026-11-21T06:00:00.000Z').insert !== undefined
  }
  expect(isUsed('---\ndate: 2026-11-21\n---\nText', 'America/New_York')).toBe(true)
  expect(isUsed('---\ndate: 2026-11-21\n---\nText', 'America/Los_Angeles')).toBe(false)
  expect(isUsed('---\nexpiryDate: 2026-11-21\n---\nText', 'America/New_York')).toBe(false)
  expect(isUsed('---\nexpiryDate: 2026-11-21\n---\nText', 'America/Los_Angeles')).toBe(true)
})

test('private comments are not mailed', () => {
  expect(parseInsert(source('Text. %%secret%%'), site, at).insert?.html).not.toContain('secret')
})

test('an event is ignored if the bucket now has another version', () => {
  const event = { key: 'issues/daily.md', sequencer: '05', size: 9, at: '2026-11-21T06:00:00.000Z' }
  const upload = { ...source('New text.'), etag: '"new"' }
  const check = (kind: 'put' | 'delete', eTag: string | undefined, current: typeof upload | undefined) =>
    checkInsert({ ...event, kind, eTag }, { digest: 'daily', kind: 'note' }, current, site, new Date(0))
  expect(check('put', 'new', upload)?.insert?.html).toContain('New text.')
  expect(check('put', 'old', upload)).toBeUndefined()
  expect(check('put', 'new', undefined)).toBeUndefined()
  expect(check('delete', undefined, upload)).toBeUndefined()
  expect(check('delete', undefined, undefined)).toMatchObject({ insert: undefined, problems: [] })
})

test('a time counts from its very instant: a text is used from its date on, and is not used from its expiry on', () => {
  const isUsed = (field: string) => parseInsert(source(`---\n${field}\n---\nText`), site, at).insert !== undefined
  expect(['date', 'publishDate', 'expiryDate'].map((name) => isUsed(`${name}: ${at}`))).toEqual([true, true, false])
  const next = '2026-11-21T06:00:00.001Z'
  expect(['date', 'publishDate', 'expiryDate'].map((name) => isUsed(`${name}: ${next}`))).toEqual([false, false, true])
})

test('the receipt says whether a text is too early or too late', () => {
  const messageFor = (field: string) => parseInsert(source(`---\n${field}\n---\nText`), site, at).problems[0]?.message
  expect(messageFor('expiryDate: 2020-01-01')).toContain('it expired at 2019-12-31T23:00:00.000Z.')
  expect(messageFor('date: 2029-01-01')).toContain('it is for 2028-12-31T23:00:00.000Z.')
})

test.each([
  ['cover.png', { url: 'https://news.example.org/cover.png' }],
  ['http://example.org/cover.png', { url: 'http://example.org/cover.png' }],
  ['data:image/png;base64,AAAA', undefined],
  ['none', undefined],
])('the picture %s of a note is %j', (image, expected) => {
  const { insert } = parseInsert(source(`---\nimage: "${image}"\n---\nText`), site, at)
  if (expected) expect(insert?.image).toMatchObject({ ...expected, alt: '' })
  else expect(insert?.image).toBeUndefined()
})

test('a file that is too large is rejected by its stated or its real size', () => {
  const few = source('Text')
  expect(parseInsert({ ...few, size: 1e9 }, site, at).insert).toBeUndefined()
  expect(parseInsert({ ...few, size: 0 }, site, at).insert).toBeDefined()
})
