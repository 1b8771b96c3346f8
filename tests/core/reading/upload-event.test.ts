import { expect, test } from 'vitest'
import { decodeKey, parseUploadEvents } from '../../../core/reading/upload-event.ts'
import { RejectedInputError } from '../../../core/rejected-input.ts'

const record = (eventName: string, object: object) => ({
  eventName,
  eventTime: '2026-01-02T03:04:05.678Z',
  s3: { object },
})

test('keys are decoded from percent-encoding with + for a space', () => {
  expect(decodeKey('articles/a+b%2Bc%2Fd%F0%9F%93%AE.md')).toBe('articles/a b+c/d📮.md')
  expect(() => decodeKey('articles/%E0%A4%A')).toThrow(RejectedInputError)
})

test('only puts and deletes are read, and the test event has no changes', () => {
  const Records = [
    record('ObjectCreated:Put', { key: 'articles/a.md', sequencer: '0A', size: 3, eTag: 'e' }),
    record('ObjectRemoved:Delete', { key: 'articles/a.md', sequencer: '0B' }),
    record('ObjectTagging:Put', { key: 'articles/a.md', sequencer: '0C' }),
  ]
  expect(parseUploadEvents({ Records })).toEqual([
    { kind: 'put', key: 'articles/a.md', sequencer: '0A', size: 3, eTag: 'e', at: '2026-01-02T03:04:05.678Z' },
    { kind: 'delete', key: 'articles/a.md', sequencer: '0B', at: '2026-01-02T03:04:05.678Z' },
  ])
  expect(parseUploadEvents({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'uploads' })).toEqual([])
})

test('the events of an event bus are read, whose keys are not encoded', () => {
  const event = (type: string, object: object) =>
    parseUploadEvents({ source: 'aws.s3', 'detail-type': type, time: '2026-01-02T03:04:05Z', detail: { object } })
  const object = { key: 'a+b %2F.md', sequencer: '0A' }
  expect(event('Object Created', { ...object, size: 3, etag: 'e' })).toEqual([
    { kind: 'put', key: 'a+b %2F.md', sequencer: '0A', size: 3, eTag: 'e', at: '2026-01-02T03:04:05Z' },
  ])
  expect(event('Object Deleted', object)).toEqual([
    { kind: 'delete', key: 'a+b %2F.md', sequencer: '0A', at: '2026-01-02T03:04:05Z' },
  ])
  expect(event('Object Tags Added', object)).toEqual([])
})

test.each([
  undefined,
  null,
  'x',
  {},
  { Records: {} },
  { Records: [{}] },
  { Records: [record('ObjectCreated:Put', { key: 'a' })] },
])('anything else is rejected, not retried: %j', (body) => {
  expect(() => parseUploadEvents(body)).toThrow(RejectedInputError)
})
