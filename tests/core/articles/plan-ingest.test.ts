import { expect, test } from 'vitest'
import type { UploadRecord } from '../../../core/articles/article.ts'
import { type Relative, relate } from '../../../core/articles/moved-article.ts'
import { fingerprintIn, planIngest, relatedFingerprints, twinsToCheck } from '../../../core/articles/plan-ingest.ts'
import { readUpload, type UploadReading } from '../../../core/articles/read-upload.ts'
import { warning } from '../../../core/problem.ts'
import { site } from '../reading/sample.ts'
import { at, changedRecord, good, key } from './sample-record.ts'

/** Bytes. The maximum of a DynamoDB item. */
const largestItem = 400_000

function read(text: string, { uploadKey = key, sequencer = '2' } = {}, previous?: UploadRecord): UploadReading {
  const bytes = Buffer.from(text)
  const source = { key: uploadKey, bytes, size: bytes.length, contentType: undefined }
  return readUpload(source, { sequencer, at }, previous, 0, site)
}

function plan(reading: UploadReading, relatives: readonly Relative[] = [], previous?: UploadRecord) {
  const files = reading.fact.kind === 'accepted' ? (reading.fact.files ?? []) : []
  const fingerprint = fingerprintIn(reading.fact)
  const relation = fingerprint === undefined ? undefined : relate(previous, { fingerprint, at }, relatives)
  return planIngest({ reading, previous, base: previous, missing: files, relatives, relation }, site)
}

test('a new upload is stored, with a receipt that names missing files', () => {
  const { record, isChanged, hasFiles, receipt } = plan(read(`${good}\n\n![A map](map.png)`))
  expect([isChanged, hasFiles, record.state]).toEqual([true, true, 'published'])
  expect(receipt.problems).toMatchObject([{ rule: 'missing-file', fix: 'Upload it as articles/map.png.' }])
})

test.each([
  ['the image that the front matter names leads', 'image: cover.jpg', [], 'cover.jpg'],
  ['it does not lead if the file is missing', 'image: cover.jpg', ['cover.jpg'], undefined],
  ['an image on another site may lead', 'image: https://x.example/c.jpg', ['a.jpg'], 'https://x.example/c.jpg'],
  ['otherwise, the first image of the text leads', '', [], 'a.jpg'],
  ['the first that exists', '', ['a.jpg'], 'b.jpg'],
  ['none, if none exists', '', ['a.jpg', 'b.jpg'], undefined],
  ['none, if the author wants none', 'image: none', [], undefined],
])('lead image: %s', (_, field, absent, lead) => {
  const reading = read(`---\ntitle: T\ndate: 2026-01-01\n${field}\n---\n![A](a.jpg) ![B](b.jpg)`)
  const missing = absent.map((path) => ({ key: `articles/${path}`, path }))
  const { record } = planIngest(
    { reading, previous: undefined, base: undefined, missing, relatives: [], relation: undefined },
    site,
  )
  expect(record.article?.image?.url).toBe(lead && new URL(lead, 'https://gazette.example/articles/t/').href)
})

test('repeating an event changes nothing and results in the same receipt', () => {
  const first = plan(read(good))
  const second = plan(read(good, {}, first.record), [], first.record)
  expect(second).toMatchObject({ isChanged: false, record: first.record, receipt: first.receipt })
})

test('the receipt of a rejected upload has its title', () => {
  const { receipt } = plan(read('---\ntitle: Night mail\ndate: no date\n---\nText'))
  expect(receipt).toMatchObject({ state: 'rejected', title: 'Night mail' })
})

test('a copy of a live article waits, and its receipt says where the text is published', () => {
  const original = { ...plan(read(good)).record, id: 'other', key: 'articles/other.md' }
  const { record, receipt } = plan(read(good), [{ record: original, isSame: true, exists: true }])
  expect(record).toMatchObject({ state: 'published', copyOf: { key: 'articles/other.md', state: 'published' } })
  expect(record.article).toBeUndefined()
  expect(receipt).toMatchObject({
    ...{ state: 'published', title: 'T', copyOf: 'articles/other.md', problems: [{ rule: 'same-text' }] },
    urls: { page: 'https://gazette.example/articles/t/' },
  })
})

test('an article whose file is gone leaves its record to its heir', () => {
  const gone = { ...plan(read(good)).record, id: 'other', key: 'articles/other.md' }
  const { departure, related } = plan(read(good), [{ record: gone, isSame: true, exists: false }])
  expect(departure).toMatchObject({ before: gone, after: { state: 'withdrawn', movedTo: key, moves: 1 } })
  expect(departure?.after.article).toBeUndefined()
  expect(related).toEqual(['other'])
})

test('of two live articles with the same text, both receipts say so as long as both are live', () => {
  const one = plan(read(good)).record
  const told = { ...one, problems: [warning('same-text', '')] }
  const other = { ...one, id: 'other', key: 'articles/other.md' }
  const withdrawn: UploadRecord = { ...other, articleState: 'withdrawn' }
  const check = (record: UploadRecord, relative: UploadRecord) =>
    twinsToCheck(record, record, [{ record: relative, isSame: true, exists: true }])
  expect([check(other, one), check(other, told), check(withdrawn, one), check(withdrawn, told)]).toEqual([
    ...[[key], [], [], [key]],
  ])
})

test('related articles have the content of the upload or of its previous version', () => {
  const { fact } = read(good)
  const fingerprint = fact.kind === 'accepted' ? fact.fingerprint : undefined
  expect(relatedFingerprints(fact, undefined)).toEqual([fingerprint])
  expect(relatedFingerprints(fact, changedRecord({ fingerprint }))).toEqual([fingerprint])
  expect(relatedFingerprints(fact, changedRecord({ fingerprint: 'former' }))).toEqual(['former', fingerprint])
  const deleted = { kind: 'deleted', key, sequencer: '3', at } as const
  expect(relatedFingerprints(deleted, changedRecord({ fingerprint: 'former' }))).toEqual(['former'])
})

test('the record of an article fits into one DynamoDB item, whatever its versions contain', () => {
  const uploadKey = `articles/${'d'.repeat(80)}/a.md`
  let record: UploadRecord | undefined
  for (let version = 0; version < 20; version += 1) {
    const names = Array.from({ length: 20 }, (_, n) => `${'é'.repeat(90)} ${version} ${n}`).join(', ')
    const images = Array.from({ length: 150 }, (_, n) => `![x](${'x'.repeat(700)}-${version}-${n}.png)`).join('\n\n')
    const text = `---\ntitle: ${'T'.repeat(400)}\ntopics: [${names}]\nauthors: [${names}]\n---\n\n${images}\n`
    const sequencer = String(version).padStart(2, '0')
    record = plan(read(text, { uploadKey, sequencer }, record), [], record).record
  }
  expect(record?.state).toBe('published')
  expect(record?.touched).toContain('publication')
  expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThan(largestItem)
})

test('the receipt says that it is too late to mail an article in another way', () => {
  const alone = read(good.replace('summary', 'mail: alone\nsummary'), {}, changedRecord())
  const inputs = { reading: alone, previous: changedRecord(), base: changedRecord(), missing: [], relatives: [] }
  const { record, receipt } = planIngest({ ...inputs, relation: undefined, waiting: ['weekly'] }, site)
  expect(record).toMatchObject({ tooLate: ['daily'], article: { mail: 'alone' } })
  expect(receipt.mailing?.digests).toEqual(['weekly'])
  const problem = receipt.problems.find(({ rule }) => rule === 'not-mailed')
  expect(problem?.message).toContain('The readers of daily are not mailed the article')
  const again = read(good.replace('summary', 'mail: alone\nsummary'), { sequencer: '3' }, record)
  expect(planIngest({ ...inputs, reading: again, base: record, relation: undefined }, site).record.tooLate).toEqual([
    'daily',
  ])
})

test('how an article is mailed is no change for readers, and has no effect under backfill/', () => {
  const alone = read(good.replace('summary', 'mail: alone\nsummary'), {}, changedRecord())
  expect(plan(alone, [], changedRecord()).record.article?.updatedAt).toBe(changedRecord().article?.updatedAt)
  const archived = plan(read(good.replace('summary', 'mail: alone\nsummary'), { uploadKey: 'backfill/a.md' }))
  expect(archived.receipt.problems).toMatchObject([{ rule: 'not-mailed' }])
  expect(archived.receipt.mailing).toBeUndefined()
})
