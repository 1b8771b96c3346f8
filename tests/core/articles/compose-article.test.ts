import { describe, expect, test } from 'vitest'
import type { UploadRecord } from '../../../core/articles/article.ts'
import { composeArticle, isAfter } from '../../../core/articles/compose-article.ts'
import type { AcceptedFact } from '../../../core/articles/upload-fact.ts'
import { accepted, site } from '../reading/sample.ts'
import { at, changedRecord, good, key } from './sample-record.ts'

const later = '2026-06-01T00:00:00.000Z'

function compose(
  change: Partial<AcceptedFact> = {},
  previous?: UploadRecord,
  text = good,
  source: 'news' | 'backfill' = 'news',
) {
  const { manuscript } = accepted('a.md', text)
  const fact = { kind: 'accepted', key, sequencer: '1', at, problems: [], contentHash: 'h', words: 1 } as const
  return composeArticle(previous, { ...fact, manuscript, ...change }, source, site)
}

describe('the time at which an article went live', () => {
  test('news that is moved to the archive keeps its place, and an archived article is placed by its date', () => {
    const liveAt = '2026-02-01T00:00:00.000Z'
    const article = { date: '2026-01-01T00:00:00.000Z', liveAt }
    expect(compose({}, changedRecord({ article }), good, 'backfill').article.liveAt).toBe(liveAt)
    const archived = changedRecord({ article: { date: '2025-01-01T00:00:00.000Z', liveAt: '2025-01-01T00:00:00Z' } })
    expect(compose({}, archived, good, 'backfill').article.liveAt).toBe('2026-01-01T00:00:00.000Z')
  })

  test('a scheduled article that is uploaded again after its date has that date as the time it went live', () => {
    const date = '2026-05-01T00:00:00.000Z'
    const scheduled = changedRecord({ articleState: 'scheduled', article: { date, liveAt: undefined } })
    const { article } = compose({ at: later }, scheduled, good.replace('2026-01-01', '2026-05-01'))
    expect(article.liveAt).toBe(date)
  })

  test('a published article stays published if a slow clock says that its date is in the future', () => {
    const published = changedRecord({ article: { date: later } })
    expect(compose({}, published, good.replace('2026-01-01', '2026-06-01')).state).toBe('published')
  })
})

describe('a date without a time', () => {
  const zoned = (timeZone: string) => ({ ...site, publication: { ...site.publication, timeZone } })
  const text = good.replace('2026-01-01', '2026-03-01')
  const composeIn = (timeZone: string, time: string, previous?: UploadRecord) => {
    const { manuscript } = accepted('a.md', text)
    const fact = { kind: 'accepted', key, sequencer: '2', at: time, problems: [], contentHash: 'h', words: 1 } as const
    return composeArticle(previous, { ...fact, manuscript, fingerprint: 'f' }, 'news', zoned(timeZone))
  }

  test.each([
    ['America/New_York', '2026-03-01T04:59:00.000Z', 'scheduled', '2026-03-01T05:00:00.000Z'],
    ['America/New_York', '2026-03-01T05:00:00.000Z', 'published', undefined],
    ['Asia/Tokyo', '2026-02-28T14:59:00.000Z', 'scheduled', '2026-02-28T15:00:00.000Z'],
    ['Asia/Tokyo', '2026-02-28T15:00:00.000Z', 'published', undefined],
    ['UTC', '2026-02-28T23:59:00.000Z', 'scheduled', undefined],
  ])('is due when the day begins: in %s at %s it is %s', (timeZone, time, state, publishAt) => {
    const version = composeIn(timeZone, time)
    expect(version).toMatchObject({ state, article: { date: '2026-03-01T00:00:00.000Z' } })
    expect(version.article.publishAt).toBe(publishAt)
  })

  test('goes live when the day begins, even if it is read again later', () => {
    const { article } = composeIn('Asia/Tokyo', '2026-02-20T00:00:00.000Z')
    const scheduled = changedRecord({ articleState: 'scheduled', article })
    const { liveAt, publishAt } = composeIn('Asia/Tokyo', '2026-03-05T00:00:00.000Z', scheduled).article
    expect([liveAt, publishAt]).toEqual(['2026-02-28T15:00:00.000Z', '2026-02-28T15:00:00.000Z'])
  })

  test('leaves an article published that a former version published at midnight UTC', () => {
    const published = changedRecord({
      article: { date: '2026-03-01T00:00:00.000Z', liveAt: '2026-03-01T00:00:00.000Z' },
    })
    const version = composeIn('America/New_York', '2026-03-01T01:00:00.000Z', published)
    expect(version).toMatchObject({ state: 'published', article: { liveAt: '2026-03-01T00:00:00.000Z' } })
    expect(version.article.publishAt).toBeUndefined()
  })
})

test('a new version of the program that reads a future date leaves a published article published', () => {
  const published = changedRecord({ fingerprint: 'f', article: { date: at } })
  const dated = good.replace('2026-01-01', '2026-06-01')
  expect(compose({ fingerprint: 'f' }, published, dated).state).toBe('published')
  expect(compose({ fingerprint: 'g' }, published, dated).state).toBe('scheduled')
})

describe('the time of the last change', () => {
  const restored = changedRecord({ revision: 0, etag: '"1"', article: { title: '', updatedAt: later } })

  test('an article restored from a receipt is unchanged if its upload is the same', () => {
    expect(compose({ etag: '"1"' }, restored).article.updatedAt).toBe(later)
    expect(compose({ etag: '"2"' }, restored).article.updatedAt).toBe(at)
  })

  test.each([
    ['that of the author', '2026-02-20', undefined, '2026-02-20T00:00:00.000Z'],
    ['not one in the future', '2026-09-01', undefined, at],
    [
      'the correction of a live article, if it is later',
      '2026-02-20',
      changedRecord({ article: { summary: 'Other' } }),
      later,
    ],
    [
      'that of the author, if it is later',
      '2026-05-31',
      changedRecord({ article: { summary: 'Other', updatedAt: at } }),
      later,
    ],
  ])('the last change is %s', (_, updated, previous, expected) => {
    const text = good.replace('summary', `updated: ${updated}\nsummary`)
    const { article } = compose({ at: previous ? later : at }, previous, text)
    expect(article.updatedAt).toBe(expected)
  })

  test('a file that was missing completes an article without correcting it', () => {
    const files = [{ key: 'articles/map.png', path: 'map.png' }]
    const previous = changedRecord({ fingerprint: 'f', files })
    const arrived = files.map((file) => ({ ...file, etag: '"p"' }))
    const { article } = compose({ at: later, fingerprint: 'f', files: arrived, contentHash: 'i' }, previous)
    expect(article.updatedAt).toBe(previous.article?.updatedAt)
  })

  test('a new picture size changes the article', () => {
    const text = good.replace('summary', 'image: map.png\nsummary')
    const { article } = compose({}, undefined, text)
    const previous = changedRecord({ article })
    const picture = { type: 'image/png', bytes: 9, etag: '"p"', width: 3, height: 2 }
    const next = compose({ at: later, picture }, previous, text).article
    expect(next).toMatchObject({ updatedAt: later, image: { width: 3, bytes: 9 } })
    expect(next.image).not.toHaveProperty('etag')
  })

  test('a new version of the program changes an article without correcting it', () => {
    const files = [{ key: 'articles/map.png', path: 'map.png', etag: '"p"' }]
    const previous = changedRecord({ fingerprint: 'f', files, article: { summary: 'Another' } })
    const again = { at: later, fingerprint: 'f', files: [...files, { key: 'articles/b.png', path: 'b.png' }] }
    expect(compose(again, previous).article.updatedAt).toBe(previous.article?.updatedAt)
    expect(compose({ ...again, fingerprint: 'g' }, previous).article.updatedAt).toBe(later)
    const replaced = files.map((file) => ({ ...file, etag: '"q"' }))
    expect(compose({ ...again, files: replaced }, previous).article.updatedAt).toBe(later)
  })
})

test('the lead image has an absolute URL below the article', () => {
  const { article } = compose({}, undefined, good.replace('summary', 'image: maps/a b.png\nsummary'))
  expect(article.image?.url).toBe('https://gazette.example/articles/t/maps/a%20b.png')
})

test('instants compare with and without milliseconds', () => {
  expect(isAfter('2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00Z')).toBe(false)
  expect(isAfter('2026-01-01T00:00:00.001Z', '2026-01-01T00:00:00Z')).toBe(true)
})
