import { describe, expect, test } from 'vitest'
import type { UploadRecord } from '../../../core/articles/article.ts'
import { correctionRows, planRows } from '../../../core/articles/article-rows.ts'
import { at, changedRecord } from './sample-record.ts'

const rail = { slug: 'rail', name: 'rail' }
const live = changedRecord({ article: { topics: [rail] } })
const names = (rows: ReturnType<typeof planRows>) => ({
  put: rows.put.map(({ key }) => key.pk),
  remove: rows.remove.map(({ key }) => key.pk),
})
const plan = (previous: UploadRecord | undefined, next: UploadRecord, digests: string[] = []) =>
  names(planRows(previous, next, digests))

describe('rows', () => {
  test('a new article is in its listings and pending for its digests', () => {
    expect(plan(undefined, live, ['daily'])).toEqual({
      put: [
        ...['listing#publication', 'listing#topic/rail', 'listing#month/2026-01'],
        ...['listing#by-date/publication', 'listing#by-date/topic/rail', 'pending#daily'],
      ],
      remove: [],
    })
  })

  test('an unchanged article writes no row', () => {
    expect(plan(live, live)).toEqual({ put: [], remove: [] })
  })

  test('an article is removed from the listing of a topic that it no longer has', () => {
    const next = changedRecord()
    expect(plan(live, next)).toEqual({
      put: ['listing#publication', 'listing#month/2026-01', 'listing#by-date/publication'],
      remove: ['listing#topic/rail', 'listing#by-date/topic/rail'],
    })
  })

  test('a new date moves an article within its pages, but not within its feeds', () => {
    const next = changedRecord({ article: { topics: [rail], listedAt: '2015-08-12T00:00:00.000Z' } })
    const { put, remove } = planRows(live, next, [])
    expect(remove.map(({ key }) => key.pk)).toEqual(['listing#by-date/publication', 'listing#by-date/topic/rail'])
    expect(put.map(({ key }) => key)).toContainEqual({
      pk: 'listing#by-date/publication',
      sk: `2015-08-12T00:00:00.000Z#${next.id}`,
    })
  })

  test('an article that a former version stored gets the rows of its pages', () => {
    const former = changedRecord({ article: { topics: [rail], listedAt: undefined } })
    expect(plan(undefined, former).put).not.toContain('listing#by-date/publication')
    expect(plan(former, live)).toMatchObject({
      put: expect.arrayContaining(['listing#by-date/publication', 'listing#by-date/topic/rail']),
      remove: [],
    })
  })

  test('a scheduled article has a due row until the article is published', () => {
    const scheduled = changedRecord({ articleState: 'scheduled', article: { date: '2026-05-01T00:00:00.000Z' } })
    const { put } = planRows(undefined, scheduled, [])
    expect(put.map(({ key }) => key)).toEqual([{ pk: 'due', sk: `2026-05-01T00:00:00.000Z#${live.id}` }])
    expect(plan(scheduled, live).remove).toEqual(['due'])
  })

  test('an article that expires has a due row while it is published', () => {
    const expires = '2026-06-01T00:00:00.000Z'
    const expiring = changedRecord({ article: { expires } })
    const due = { pk: 'due', sk: `${expires}#${live.id}` }
    expect(planRows(undefined, expiring, []).put.map(({ key }) => key)).toContainEqual(due)
    expect(plan(expiring, changedRecord({ articleState: 'draft', article: { expires } })).remove).toContain('due')
  })

  test('withdrawing an article moves its digests from pending marks to a row, and its return reverses this', () => {
    const withdrawn = changedRecord({ articleState: 'withdrawn' })
    const record = changedRecord()
    const waiting = `article#${live.id}`
    expect(plan(record, withdrawn, ['weekly'])).toEqual({
      put: [waiting],
      remove: ['listing#publication', 'listing#month/2026-01', 'listing#by-date/publication', 'pending#weekly'],
    })
    expect(plan(withdrawn, record, ['weekly'])).toEqual({
      put: ['listing#publication', 'listing#month/2026-01', 'listing#by-date/publication', 'pending#weekly'],
      remove: [waiting],
    })
  })
})

describe('corrections', () => {
  const corrected = changedRecord({
    revision: 2,
    etag: '"2"',
    article: { status: 'corrected', notice: 'The time was wrong.' },
  })
  const rows = (previous: UploadRecord | undefined, next: UploadRecord) =>
    correctionRows(previous, next, ['daily']).map(({ key, item }) => [key.pk, item])

  test('a new correction has a row for each digest', () => {
    expect(rows(live, corrected)).toEqual([['correction#daily', { revision: 2 }]])
  })

  test('an unchanged correction is not mentioned again', () => {
    expect(rows(corrected, corrected)).toEqual([])
  })

  test('a correction of a backfilled article, or of one that was never live, is not mentioned', () => {
    const backfill = changedRecord({ article: { ...corrected.article, source: 'backfill' } })
    expect(rows(live, backfill)).toEqual([])
    expect(rows(undefined, corrected)).toEqual([])
    expect(rows(changedRecord({ at, article: { liveAt: undefined } }), corrected)).toEqual([])
  })
})

describe('the marks of an article that is not mailed with others', () => {
  const digests = ['daily', 'weekly']
  const marks = (previous: UploadRecord | undefined, next: UploadRecord, concerned = digests, handlings = {}) => {
    const { put, remove } = planRows(previous, next, concerned, handlings)
    const own = (rows: typeof put) =>
      rows
        .filter(({ key }) => /^pending|waiting/.test(`${key.pk} ${key.sk}`) || key.sk === 'waiting')
        .map(({ key, item }) => [key.pk.startsWith('pending') ? `${key.pk} ${key.sk}` : key.sk, item])
    return { put: own(put), remove: own(remove) }
  }
  const articleId = live.id
  const normal = changedRecord()
  const alone = changedRecord({ article: { mail: 'alone' } })
  const none = changedRecord({ article: { mail: 'none' } })
  const aloneRow = (digest: string, item = {}) => [`pending#/alone ${digest}/${at}#${live.id}`, { articleId, ...item }]
  const pendingRow = (digest: string, item = {}) => [`pending#${digest} ${at}#${live.id}`, { articleId, ...item }]

  test('are apart from the others, for the digests that it names', () => {
    const weekly = changedRecord({ article: { mail: 'alone', digests: ['weekly'] } })
    expect(marks(undefined, alone)).toEqual({ put: digests.map((each) => aloneRow(each)), remove: [] })
    expect(marks(undefined, weekly)).toEqual({ put: [aloneRow('weekly')], remove: [] })
  })

  test('move with what an editor decided, and only those that are left', () => {
    const held = { daily: 'held' }
    expect(marks(normal, alone, digests, held)).toEqual({
      put: [aloneRow('daily', { handling: 'held' }), aloneRow('weekly')],
      remove: [pendingRow('daily', { handling: 'held' }), pendingRow('weekly')],
    })
    expect(marks(normal, alone, ['weekly'])).toEqual({ put: [aloneRow('weekly')], remove: [pendingRow('weekly')] })
    expect(marks(normal, alone, [])).toEqual({ put: [], remove: [] })
    expect(marks(alone, normal, ['daily'])).toEqual({ put: [pendingRow('daily')], remove: [aloneRow('daily')] })
  })

  test('stay if the article is still for their digest', () => {
    const weekly = changedRecord({ article: { digests: ['weekly'] } })
    expect(marks(normal, weekly)).toEqual({ put: [], remove: [pendingRow('daily')] })
  })

  test('wait while the article is for no digest, also from the beginning', () => {
    expect(marks(undefined, none)).toEqual({ put: [['waiting', { digests }]], remove: [] })
    const handlings = { weekly: 'held' }
    expect(marks(alone, none, ['weekly'], handlings)).toEqual({
      put: [['waiting', { digests: ['weekly'], handlings }]],
      remove: [aloneRow('weekly', { handling: 'held' })],
    })
    expect(marks(none, alone, ['weekly'], handlings)).toMatchObject({ put: [aloneRow('weekly', { handling: 'held' })] })
    expect(marks(none, normal).put).toEqual(digests.map((each) => pendingRow(each)))
  })
})
