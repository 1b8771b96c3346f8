import { expect, test } from 'vitest'
import { checkWelcome, parseWelcome } from '../../../core/welcome/parse-welcome.ts'
import { sampleSite } from '../issues/sample-issue.ts'

const site = sampleSite()
const at = '2026-11-21T06:00:00.000Z'
const place = { number: 1, variant: '' }
const source = (text: string) => {
  const bytes = new TextEncoder().encode(text)
  return { bytes, size: bytes.length, contentType: 'text/markdown' }
}
const parse = (fields: string, variant = '') =>
  parseWelcome(source(`---\ntitle: Good to have you\n${fields}\n---\nText.`), { ...place, variant }, site, at)
const hour = 3_600

test('a text is Markdown whose title is the subject', () => {
  expect(parseWelcome(source('# Hello\n\nA *text*.'), place, site, at)).toMatchObject({
    kind: 'accepted',
    problems: [],
    text: { title: 'Hello', html: expect.stringContaining('<em>text</em>'), after: 0, digests: [], language: 'en-GB' },
  })
})

test.each([
  ['3 days', 72 * hour],
  ['1 day', 24 * hour],
  ['12 hours', 12 * hour],
  ['1 Hour', hour],
  ['2 weeks', 336 * hour],
  ['2w', 336 * hour],
  ['3d', 72 * hour],
  ['"3 days"', 72 * hour],
  ['0', 0],
  ['0 days', 0],
  ['', 0],
  ['null', 0],
  ['365 days', 8_760 * hour],
])('after: %s is due after %d seconds', (after, seconds) => {
  expect(parse(`after: ${after}`)).toMatchObject({ kind: 'accepted', problems: [], text: { after: seconds } })
})

test.each([
  '3',
  'soon',
  '-1 day',
  '1.5 days',
  'three days',
  '1 month',
  '3 days later',
  '[1, 2]',
  '366 days',
  '99999999 days',
])('after: %s is refused, and the receipt names the line and what to write', (after) => {
  const { kind, problems } = parse(`after: ${after}`)
  expect(kind).toBe('rejected')
  expect(problems).toMatchObject([{ rule: 'invalid-after', line: 3, fix: expect.stringContaining('"after: 3 days"') }])
})

test.each([
  ['digests: weekly', ['weekly']],
  ['digests: [daily, weekly]', ['daily', 'weekly']],
  ['digest: daily, weekly', ['daily', 'weekly']],
  ['digests:', []],
])('%s restricts a text to %j', (fields, digests) => {
  expect(parse(fields)).toMatchObject({ kind: 'accepted', problems: [], text: { digests } })
})

test('an unknown digest is refused, with the one that was probably meant', () => {
  expect(parse('digests: weekyl')).toMatchObject({
    kind: 'rejected',
    problems: [{ rule: 'unknown-digest', line: 3, fix: 'Did you mean "weekly"?' }],
  })
})

test('a text without a title or without words is refused', () => {
  expect(parseWelcome(source('Only text.'), place, site, at)).toMatchObject({
    kind: 'rejected',
    problems: [{ rule: 'missing-title' }],
  })
  expect(parseWelcome(source('# Title\n'), place, site, at)).toMatchObject({
    kind: 'rejected',
    problems: [{ rule: 'empty-file' }],
  })
  expect(parseWelcome(source(`# Long\n\n${'Much too long.\n\n'.repeat(1_500)}`), place, site, at).kind).toBe('rejected')
})

test.each([
  ['draft: true', 'draft'],
  ['status: draft', 'draft'],
  ['published: false', 'draft'],
  ['visibility: private', 'draft'],
  ['expiryDate: 2020-01-01', 'expired'],
  ['date: 31 February 2027', 'rejected'],
])('a text with %s is %s', (fields, kind) => {
  expect(parse(fields)).toMatchObject({ kind })
  expect(parse(fields).text).toBeUndefined()
})

test('a text with a future date is mailed from then on, in the time zone of the publication', () => {
  expect(parse('date: 2027-03-01').text).toMatchObject({ from: '2027-02-28T23:00:00.000Z' })
  expect(parse('date: 2020-03-01').text?.from).toBeUndefined()
  expect(parse('expiryDate: 2027-03-01').text).toMatchObject({ until: expect.stringContaining('2027-') })
})

test('the name of a translation states its language', () => {
  expect(parse('after: 1 day', 'ar').text).toMatchObject({ language: 'ar', direction: 'rtl' })
})

test('a misspelt field is reported, and "after" is unknown in other uploads', () => {
  expect(parse('aftr: 3 days').problems).toMatchObject([{ rule: 'unknown-field', fix: 'Did you mean "after"?' }])
})

test('an event of another version than that in the bucket is left to its own event', () => {
  const event = { kind: 'put', key: 'welcome/1.md', sequencer: '1', size: 1, eTag: 'a', at } as const
  const upload = { ...source('# Hello\n\nText.'), etag: '"b"' }
  expect(checkWelcome(event, place, upload, site, new Date(at))).toBeUndefined()
  expect(checkWelcome({ ...event, eTag: 'b' }, place, upload, site, new Date(at))).toMatchObject({ kind: 'accepted' })
  expect(checkWelcome({ ...event, kind: 'delete' }, place, upload, site, new Date(at))).toBeUndefined()
  expect(checkWelcome({ ...event, kind: 'delete' }, place, undefined, site, new Date(at))).toMatchObject({
    kind: 'deleted',
  })
})

test('a text may contain the name of the reader, and a mistake in it names itself', () => {
  const read = (text: string) => parseWelcome(source(text), place, site, at)
  expect(read('# Hello {name|reader}\n\nText for {name|you}.')).toMatchObject({ kind: 'accepted', problems: [] })
  expect(read('# Hello {name}\n\nText.')).toMatchObject({
    kind: 'rejected',
    problems: [{ rule: 'unknown-value', line: 1, message: '{name} has no words for readers without a name.' }],
  })
})
