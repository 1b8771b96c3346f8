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
