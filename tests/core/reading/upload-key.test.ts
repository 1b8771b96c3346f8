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
  ['issues/photo.jpg', { kind: 'ignored' }],
  ['issues/.DS_Store', { kind: 'ignored' }],
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
])('%s is %j', (key, role) => {
  expect(classifyKey(key)).toEqual(role)
})
