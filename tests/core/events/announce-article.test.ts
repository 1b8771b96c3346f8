import { expect, test } from 'vitest'
import type { UploadRecord } from '../../../core/articles/article.ts'
import { leave } from '../../../core/articles/moved-article.ts'
import { announceArticle } from '../../../core/events/announce-article.ts'
import { changedRecord, good, page, recordOf } from '../articles/sample-record.ts'
import { site } from '../reading/sample.ts'
import { change } from './sample-change.ts'

const stored = (record: UploadRecord | undefined, more: object = {}) => record && { record, ...more }
const announce = (before: UploadRecord | undefined, after: UploadRecord | undefined, more: object = {}) =>
  announceArticle(change('article#1', stored(before), stored(after, more)), site)
const typeOf = (...parameters: Parameters<typeof announce>) => announce(...parameters)?.type

const live = changedRecord({ fingerprint: 'one', etag: '"one"' })
const draft = recordOf(good.replace('---\nText', 'draft: true\n---\nText'))
const scheduled = recordOf(good.replace('2026-01-01', '2027-01-01'))
const withdrawn: UploadRecord = { ...live, state: 'withdrawn', articleState: 'withdrawn' }
const { article } = live
if (!article) throw new Error('The sample is not accepted')

test('a new article is announced with its identity, address, names and dates', () => {
  expect(announce(undefined, live)).toEqual({
    type: 'Article Published',
    detail: {
      version: 1,
      id: 'c4ca4238a0b923820dcc509a6f75849b',
      at: '2026-03-01T08:00:05Z',
      publication: { title: site.publication.title, tag: site.publication.tag, url: site.url },
      article: {
        ...{ id: article.id, revision: 1, guid: article.guid, slug: 't', url: page, title: 'T', summary: 'S' },
        ...{ language: 'en', topics: [], authors: [], source: 'news', date: article.date },
        ...{ publishedAt: article.liveAt, updatedAt: article.updatedAt },
      },
      first: true,
    },
  })
})

test('drafts, scheduled and rejected articles are not announced, but a scheduled article is when it goes live', () => {
  for (const hidden of [draft, scheduled, recordOf('no title')]) expect(announce(undefined, hidden)).toBeUndefined()
  expect(announce(draft, scheduled)).toBeUndefined()
  expect(announce(scheduled, live)).toMatchObject({ type: 'Article Published', detail: { first: true } })
})

test('an article that readers have seen before is not their first', () => {
  expect(announce(withdrawn, live)).toMatchObject({ type: 'Article Published', detail: { first: false } })
})

test('a move of a live article is not announced, and an article that returns under another key is', () => {
  const arrived = (was: 'live' | 'known' | 'new') =>
    changedRecord({ id: 'other', key: 'articles/other.md', movedFrom: { key: live.key, was } })
  expect([announce(undefined, arrived('live')), announce(live, leave(live, 'articles/other.md'))]).toEqual([
    undefined,
    undefined,
  ])
  expect(announce(undefined, arrived('known'))?.detail).toMatchObject({ first: false })
  expect(announce(undefined, arrived('new'))?.detail).toMatchObject({ first: true })
})

test('a correction is announced only if another upload changed what readers see', () => {
  const other = { fingerprint: 'two', etag: '"two"' }
  const retitled = changedRecord({ ...other, article: { title: 'New', updatedAt: '2026-03-02T00:00:00Z' } })
  expect(announce(live, retitled)).toMatchObject({ type: 'Article Corrected', detail: { article: { title: 'New' } } })
  expect(typeOf(live, changedRecord({ ...other, article: { contentKey: 'articles/1/new.json' } }))).toBe(
    'Article Corrected',
  )
  expect(typeOf(live, changedRecord({ ...other, article: { updatedAt: '2026-03-02T00:00:00Z' } }))).toBeUndefined()
  expect(typeOf(live, { ...live, ...other, revision: 2, at: '2026-03-02T00:00:00Z' })).toBeUndefined()
})

test('a new version of the program that renders the same upload differently announces nothing', () => {
  const rendered = { ...live, article: { ...article, contentKey: 'articles/1/new.json', words: 2 }, revision: 2 }
  expect(announce(live, rendered)).toBeUndefined()
  const old: UploadRecord = { ...live, fingerprint: undefined }
  expect(announce(old, { ...rendered, fingerprint: 'one' })).toBeUndefined()
  expect(typeOf(old, { ...rendered, fingerprint: 'one', etag: '"two"' })).toBe('Article Corrected')
})

test('another address is announced, because other programs link to it', () => {
  expect(typeOf(live, { ...live, article: { ...article, slug: 't-2' } })).toBe('Article Corrected')
})

test('a rejected correction announces nothing', () => {
  expect(announce(live, { ...live, state: 'rejected', problems: [], revision: 2 })).toBeUndefined()
})

test('a withdrawal describes what readers saw, and says why it is gone', () => {
  expect(announce(live, withdrawn)).toMatchObject({ type: 'Article Withdrawn', detail: { reason: 'deleted' } })
  const hidden = { ...draft, article: { ...article, title: 'Not for the public yet' }, revision: 2 }
  const detail = announce(live, hidden)?.detail
  expect(detail).toMatchObject({ reason: 'draft', article: { title: 'T', revision: 2 } })
  expect(JSON.stringify(detail)).not.toContain('Not for the public')
  expect(announce(live, scheduled)).toMatchObject({ type: 'Article Withdrawn', detail: { reason: 'scheduled' } })
  expect(announce(withdrawn, withdrawn)).toBeUndefined()
})

test('a rebuild, which removes records and restores them from receipts, announces nothing', () => {
  expect(announce(live, undefined)).toBeUndefined()
  expect(announce(undefined, live, { restored: true })).toBeUndefined()
})

test('the status that an author gives is announced with its reason', () => {
  const retracted = changedRecord({ fingerprint: 'two', article: { status: 'retracted', notice: 'It was wrong.' } })
  expect(announce(live, retracted)).toMatchObject({
    type: 'Article Corrected',
    detail: { article: { status: 'retracted', notice: 'It was wrong.' } },
  })
})
