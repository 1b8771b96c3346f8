import { expect, test } from 'vitest'
import { fingerprintOf } from '../../../core/articles/identity.ts'
import type { Pictures } from '../../../core/articles/picture.ts'
import { readUpload } from '../../../core/articles/read-upload.ts'
import { site } from '../reading/sample.ts'
import { at, changedRecord, good, key } from './sample-record.ts'

type Options = { readonly slugsTaken?: number; readonly siteUrl?: string; readonly pictures?: Pictures }

function read(
  text: string,
  { slugsTaken = 0, siteUrl = site.url, pictures }: Options = {},
  previous = changedRecord(),
) {
  const bytes = Buffer.from(text)
  const source = { key, bytes, size: bytes.length, contentType: undefined, etag: '"1"' }
  const present = { ...site, url: siteUrl }
  return readUpload(source, { sequencer: '1', at }, previous, slugsTaken, present, { pictures })
}

test('the body is stored under a key that contains its hash', () => {
  const [one, other] = [read(good), read(`${good} more`)]
  expect(one.contentKey).toMatch(/^articles\/[0-9a-f]{24}\/[0-9a-f]{32}\.json$/)
  expect(one.contentKey).not.toBe(other.contentKey)
})

test('a new address of the site does not change the key, although the body contains the address', () => {
  const text = `${good}\n\n![A map](map.png)`
  const moved = read(text, { siteUrl: 'https://moved.example' })
  expect(moved.body?.page).toContain('https://moved.example/articles/t/map.png')
  expect(moved.contentKey).toBe(read(text).contentKey)
})

test('an article keeps its slug, and tries another one only if its own is taken', () => {
  const previous = changedRecord({ article: { slug: 'present' } })
  expect(read(good, {}, previous).fact).toMatchObject({ slug: 'present' })
  expect(read(good, { slugsTaken: 1 }, previous).fact).toMatchObject({ slug: 't' })
})

test('the fact lists the files that the article refers to, and the versions of its pictures', () => {
  const pictures = new Map([['map.png', { type: 'image/png', bytes: 9, etag: '"p"', width: 30, height: 20 }]])
  const reading = read(`${good}\n\n![A map](map.png) [A list](list.pdf)`, { pictures })
  expect(reading.fact).toMatchObject({
    files: [
      { key: 'articles/map.png', path: 'map.png', etag: '"p"' },
      { key: 'articles/list.pdf', path: 'list.pdf' },
    ],
  })
  expect(reading.body?.page).toContain('width="30" height="20"')
})

test('an upload that was too large to fetch is rejected', () => {
  const source = { key, bytes: new Uint8Array(), size: 30_000_000, contentType: undefined }
  const { fact, body } = readUpload(source, { sequencer: '1', at }, undefined, 0, site)
  expect([fact.kind, body]).toEqual(['rejected', undefined])
  expect(fact).toMatchObject({ problems: [{ rule: 'too-large' }] })
})

test('an undated article from an archive is rejected, and keeps its date if it was accepted before', () => {
  const readBackfill = (text: string, previous?: ReturnType<typeof changedRecord>) => {
    const source = { key: 'backfill/harbour.txt', bytes: Buffer.from(text), size: text.length, contentType: undefined }
    return readUpload(source, { sequencer: '1', at }, previous, 0, site)
  }
  const text = 'Harbour oil\n\nOil for the lamps was landed at the quay.\n'
  const rejected = readBackfill(text)
  expect(rejected).toMatchObject({ title: 'Harbour oil', body: undefined, fact: { kind: 'rejected' } })
  expect(rejected.fact).toMatchObject({ problems: [{ rule: 'undated-backfill' }] })
  expect(readBackfill(text, changedRecord({})).fact.kind).toBe('accepted')
  expect(readBackfill(text.replace('\n\n', '\n\n9 May 2013\n\n')).fact.kind).toBe('accepted')
})

test('an article that has expired is a draft, even if it was uploaded before', () => {
  const text = good.replace('---', '---\nexpiryDate: 2026-06-01')
  const bytes = Buffer.from(text)
  const source = { key, bytes, size: bytes.length, contentType: undefined }
  const draftAt = (now: string) => readUpload(source, { sequencer: '1', at, now }, undefined, 0, site).fact
  expect(draftAt('2026-05-31T00:00:00.000Z')).toMatchObject({ manuscript: { draft: false } })
  const expired = draftAt('2026-06-02T00:00:00.000Z')
  expect(expired).toMatchObject({ manuscript: { draft: true }, problems: [{ rule: 'held-back' }] })
})

test.each([
  ['a small picture of the text does not lead', '', 'b.jpg'],
  ['one that the author names does', 'image: a.jpg\n', 'a.jpg'],
])('%s', (_, field, lead) => {
  const picture = { type: 'image/jpeg', bytes: 9, etag: '"p"' }
  const pictures = new Map([
    ['a.jpg', { ...picture, width: 180, height: 180 }],
    ['b.jpg', { ...picture, width: 200, height: 100 }],
  ])
  const { fact } = read(`${good.replace('---\n', `---\n${field}`)}\n\n![A](a.jpg) ![B](b.jpg)`, { pictures })
  expect(fact).toMatchObject({ manuscript: { image: { url: lead } } })
})

test.each(['mail: alnoe', 'digests: letters'])(
  '%s rejects an upload, unless it was accepted before and is only read again',
  (field) => {
    const text = good.replace('summary', `${field}\nsummary`)
    const { fact } = read(text)
    expect(fact).toMatchObject({ kind: 'rejected', problems: [{ severity: 'error', line: 4 }] })
    const former = changedRecord({ fingerprint: fingerprintOf(Buffer.from(text)) })
    const restored = changedRecord({ revision: 0, etag: '"1"' })
    for (const previous of [former, restored])
      expect(read(text, {}, previous).fact).toMatchObject({ kind: 'accepted', problems: [{ severity: 'warning' }] })
    expect(read(text, {}, changedRecord({ revision: 0, etag: '"2"' })).fact.kind).toBe('rejected')
  },
)
