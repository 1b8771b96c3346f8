import { describe, expect, test } from 'vitest'
import type { UploadRecord } from '../../../core/articles/article.ts'
import { type IngestEvent, readEvent } from '../../../core/articles/read-event.ts'
import { site } from '../reading/sample.ts'
import { changedRecord, good, key } from './sample-record.ts'

const now = new Date('2026-03-02T00:00:00.000Z')
const bytes = Buffer.from(good)
const upload = {
  bytes,
  size: bytes.length,
  contentType: undefined,
  etag: '"1"',
  storedAt: new Date('2026-03-01T09:00:00Z'),
}
const put: IngestEvent = { kind: 'put', key, sequencer: '2', size: 1, eTag: '1', at: '2026-03-01T09:00:00.123Z' }
const deleted: IngestEvent = { ...put, kind: 'delete', size: undefined, eTag: undefined }
const record = changedRecord({ sequencer: '1' })
const read = (event: IngestEvent, stored: typeof upload | undefined, previous?: UploadRecord) =>
  readEvent(event, stored, previous, { now, slugsTaken: 0, site })?.fact

describe('an upload event', () => {
  test('accepts the upload at the time of the event', () => {
    expect(read(put, upload)).toMatchObject({ kind: 'accepted', sequencer: '2', at: put.at, etag: '"1"' })
  })

  test('is ignored if the bucket has another version or none', () => {
    expect(read(put, { ...upload, etag: '"2"' })).toBeUndefined()
    expect(read(put, undefined)).toBeUndefined()
  })
})

describe('a deletion event', () => {
  test('withdraws a deleted upload', () => {
    expect(read(deleted, undefined, record)).toEqual({ kind: 'deleted', key, sequencer: '2', at: put.at })
  })

  test('is ignored if there is an upload, unless the event undoes a withdrawal', () => {
    expect(read(deleted, upload, record)).toBeUndefined()
    const withdrawn = changedRecord({ sequencer: '1', state: 'withdrawn' })
    expect(read(deleted, upload, withdrawn)).toMatchObject({ kind: 'accepted', sequencer: '2' })
    expect(read(deleted, upload, { ...withdrawn, sequencer: '2' })).toBeUndefined()
  })
})

describe('a check', () => {
  const check: IngestEvent = { kind: 'check', key }

  test('reads the upload with the sequencer of its record', () => {
    expect(read(check, upload, record)).toMatchObject({ kind: 'accepted', sequencer: '1' })
    expect(read(check, upload)).toMatchObject({ kind: 'accepted', sequencer: '0', at: '2026-03-01T09:00:00.000Z' })
  })

  test('does not date a record back to the second at which the object was stored', () => {
    const at = '2026-03-01T09:00:00.123Z'
    expect(read(check, upload, { ...record, at })?.at).toBe(at)
  })

  test('withdraws a deleted upload that has a record', () => {
    expect(read(check, undefined, record)).toMatchObject({ kind: 'deleted', at: now.toISOString() })
    expect(read(check, undefined)).toBeUndefined()
  })
})

test('a due message is ignored unless the article has a record', () => {
  const due: IngestEvent = { kind: 'due', key }
  expect(read(due, undefined, record)).toEqual({ kind: 'due', key, sequencer: '1', at: now.toISOString() })
  expect(read(due, undefined)).toBeUndefined()
})
