import { describe, expect, test } from 'vitest'
import { decodeKey, parseUploadEvents } from '../../../core/reading/upload-event.ts'
import { classifyKey } from '../../../core/reading/upload-key.ts'
import { RejectedInputError } from '../../../core/rejected-input.ts'

test.each([
  ['articles/a.md', { kind: 'article', source: 'news', format: 'md' }],
  ['articles/2026/b c.MARKDOWN', { kind: 'article', source: 'news', format: 'md' }],
  ['backfill/a.txt', { kind: 'article', source: 'backfill', format: 'txt' }],
  ['articles/a.htm', { kind: 'article', source: 'news', format: 'html' }],
  ['articles/a.docx', { kind: 'article', source: 'news', format: undefined }],
  ['articles/a', { kind: 'article', source: 'news', format: undefined }],
  ['articles/a.constructor', { kind: 'article', source: 'news', format: undefined }],
  ['articles/../a.md', { kind: 'article', source: 'news', format: 'md' }],
  ['articles/a/photo.JPG', { kind: 'asset', source: 'news' }],
  ['backfill/a.pdf', { kind: 'asset', source: 'backfill' }],
  ['articles/', { kind: 'ignored' }],
  ['articles/2026/', { kind: 'ignored' }],
  ['articles', { kind: 'ignored' }],
  ['articles/.DS_Store', { kind: 'ignored' }],
  ['articles/Thumbs.db', { kind: 'ignored' }],
  ['articles/._a.md', { kind: 'ignored' }],
  ['articles/~$a.docx', { kind: 'ignored' }],
  ['articles/a.md~', { kind: 'ignored' }],
  ['articles/__MACOSX/a.md', { kind: 'ignored' }],
  ['receipts/articles/a.md.json', { kind: 'ignored' }],
  ['constructor/a.md', { kind: 'ignored' }],
  ['a.md', { kind: 'ignored' }],
])('%s', (key, role) => {
  expect(classifyKey(key)).toEqual(role)
})

describe('S3 events', () => {
  const record = (eventName: string, object: object) => ({
    eventName,
    eventTime: '2026-01-02T03:04:05.678Z',
    s3: { object },
  })

  test('keys come percent-encoded with + for space', () => {
    expect(decodeKey('articles/a+b%2Bc%2Fd%F0%9F%93%AE.md')).toBe('articles/a b+c/d📮.md')
    expect(() => decodeKey('articles/%E0%A4%A')).toThrow(RejectedInputError)
  })

  test('puts and deletes come out, other events and the test event do not', () => {
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
})
