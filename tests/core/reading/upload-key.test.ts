import { expect, test } from 'vitest'
import { classifyKey } from '../../../core/reading/upload-key.ts'

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
  ['issues/daily.md', { kind: 'insert' }],
  ['issues/a/b.docx', { kind: 'insert' }],
  ['issues/photo.jpg', { kind: 'insert' }],
  ['issues/.DS_Store', { kind: 'insert' }],
  ['articles/', { kind: 'ignored' }],
  ['articles/2026/', { kind: 'ignored' }],
  ['letters/', { kind: 'ignored' }],
  ['receipts/articles/a.md.json', { kind: 'ignored' }],
  ['receipts/stranger.md', { kind: 'ignored' }],
  ['receipts', { kind: 'ignored' }],
  ['articles', { kind: 'stray' }],
  ['constructor/a.md', { kind: 'stray' }],
  ['a.md', { kind: 'stray' }],
  ['Articles/a.md', { kind: 'stray' }],
  ['/articles/a.md', { kind: 'stray' }],
])('%s is %j', (key, role) => {
  expect(classifyKey(key)).toEqual(role)
})

test('an upload whose path says that it is not for the public has a mark', () => {
  expect(classifyKey('articles/_drafts/a.md')).toMatchObject({ kind: 'article', mark: { name: '_drafts' } })
  expect(classifyKey('backfill/.DS_Store')).toMatchObject({ kind: 'article', source: 'backfill', mark: {} })
  expect(classifyKey('articles/.trash/photo.png')).toMatchObject({ kind: 'article', mark: { name: '.trash' } })
  expect(classifyKey('articles/_images/photo.png')).toEqual({ kind: 'asset', source: 'news' })
})
