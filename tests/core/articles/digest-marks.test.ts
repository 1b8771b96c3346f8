import { describe, expect, test } from 'vitest'
import type { UploadRecord } from '../../../core/articles/article.ts'
import {
  addressedDigests,
  changesMailing,
  digestsConcerned,
  digestsTooLate,
  isNewlyLive,
  markChange,
  newCorrection,
  pendingKeys,
  rowsToRead,
} from '../../../core/articles/digest-marks.ts'
import { composeReceipt, restoreRecord } from '../../../core/articles/receipt.ts'
import { site } from '../reading/sample.ts'
import { at, changedRecord, recordOf } from './sample-record.ts'

const digests = ['daily', 'weekly']
const live = changedRecord({ id: 'a', article: { id: 'a' } })
const withdrawn = changedRecord({ id: 'a', articleState: 'withdrawn', article: { id: 'a' } })
const draft = changedRecord({ articleState: 'draft', article: { liveAt: undefined } })
const none = { pending: [], suspended: [] }

test('news is marked when it first goes live', () => {
  expect([markChange(undefined, live), markChange(draft, live)]).toEqual(['mark', 'mark'])
  expect(isNewlyLive(withdrawn, live)).toBe(false)
})

test('marks are suspended while an article is not live', () => {
  expect([markChange(live, withdrawn), markChange(withdrawn, live)]).toEqual(['suspend', 'resume'])
})

test('corrections and backfilled articles change no marks', () => {
  const backfill = changedRecord({ article: { source: 'backfill' } })
  expect([markChange(live, live), markChange(undefined, backfill), markChange(backfill, withdrawn)]).toEqual([
    'none',
    'none',
    'none',
  ])
})

describe('the digests that a change concerns', () => {
  test('a new article concerns all digests, and no rows have to be read', () => {
    expect(rowsToRead(undefined, live, digests)).toEqual({ pending: new Map(), suspended: undefined })
    expect(digestsConcerned(undefined, live, digests, none)).toEqual(digests)
  })

  test('a withdrawal concerns the digests that have not taken the article', () => {
    const { pending, suspended } = rowsToRead(live, withdrawn, digests)
    expect(pending.get('daily')).toEqual({ pk: 'pending#daily', sk: `${at}#a` })
    expect([pending.size, suspended]).toEqual([2, undefined])
    expect(digestsConcerned(live, withdrawn, digests, { pending: ['weekly'], suspended: [] })).toEqual(['weekly'])
  })

  test('the return of an article concerns the digests in its row that still exist', () => {
    const { pending, suspended } = rowsToRead(withdrawn, live, digests)
    expect([pending.size, suspended]).toEqual([0, { pk: 'article#a', sk: 'waiting' }])
    const marks = { pending: [], suspended: ['weekly', 'discontinued'] }
    expect(digestsConcerned(withdrawn, live, digests, marks)).toEqual(['weekly'])
  })

  test('news that is moved to the archive waits for no digest, but does again if it is moved back', () => {
    const archived = changedRecord({ id: 'b', article: { id: 'a', source: 'backfill' } })
    expect(rowsToRead(live, archived, digests).pending.get('daily')).toEqual({ pk: 'pending#daily', sk: `${at}#a` })
    expect(digestsConcerned(live, archived, digests, { pending: ['daily'], suspended: [] })).toEqual(['daily'])
    expect(rowsToRead(archived, live, digests).suspended).toEqual({ pk: 'article#a', sk: 'waiting' })
    expect(digestsConcerned(archived, live, digests, { pending: [], suspended: ['daily'] })).toEqual(['daily'])
  })

  test('a correction concerns no digest', () => {
    expect(rowsToRead(live, live, digests)).toEqual({ pending: new Map(), suspended: undefined })
    expect(digestsConcerned(live, live, digests, none)).toEqual([])
  })
})

describe('a correction is new', () => {
  const version = (fields: string, fingerprint: string, previous?: UploadRecord): UploadRecord => {
    const record = recordOf(`---\ntitle: T\ndate: 2026-01-01\n${fields}---\nText`, previous, fingerprint)
    return { ...record, fingerprint, etag: fingerprint }
  }
  const first = version('', '1')
  const one = version('status: corrected\nnotice: One.\n', '2', first)
  const isNew = (previous: UploadRecord | undefined, next: UploadRecord) => newCorrection(previous, next) !== undefined

  test('if the editor gave a live article a status or notice that it never had', () => {
    expect([isNew(first, one), isNew(one, version('status: retracted\nnotice: One.\n', '3', one))]).toEqual([
      true,
      true,
    ])
    expect(isNew(one, version('status: corrected\nnotice: Two.\n', '3', one))).toBe(true)
    expect(isNew(undefined, version('status: retracted\n', '1'))).toBe(false)
  })

  test('only once, even if another version or a withdrawal comes in between', () => {
    const between = [
      version('status: corrected\nnotice: Two.\n', '3', one),
      version('', '3', one),
      version('draft: true\n', '3', one),
      { ...one, articleState: 'withdrawn' as const },
    ]
    for (const record of between) {
      expect(isNew(record, version('status: corrected\nnotice: One.\n', '4', record))).toBe(false)
    }
  })

  test('not if a new version of the program reads another one in the same upload', () => {
    const other = version('status: corrected\nnotice: "1."\n', '2', one)
    expect(isNew(one, other)).toBe(false)
    expect(isNew({ ...one, fingerprint: undefined }, other)).toBe(false)
    expect(isNew(other, version('status: corrected\nnotice: "1."\n', '3', other))).toBe(false)
  })

  test('when a scheduled version or a draft with it goes live, but not while it waits', () => {
    const waiting = version('draft: true\nstatus: retracted\n', '3', one)
    expect(isNew(one, waiting)).toBe(false)
    expect(isNew(waiting, version('status: retracted\n', '4', waiting))).toBe(true)
  })

  test('not after a rebuild, unless the upload has changed since its receipt', () => {
    const receipt = composeReceipt(one, site)
    const restored = restoreRecord(receipt, '2')
    expect(isNew(restored, version('status: corrected\nnotice: One.\n', '2', restored))).toBe(false)
    expect(isNew(restored, version('status: corrected\nnotice: One.\n', '3', restored))).toBe(false)
    expect(isNew(restored, version('status: corrected\nnotice: Two.\n', '3', restored))).toBe(true)
    const { corrections: _, ...article } = receipt.article ?? { slug: '', guid: '', date: at, updatedAt: at }
    const older = restoreRecord({ ...receipt, article }, '2')
    expect(isNew(older, version('status: corrected\nnotice: Two.\n', '3', older))).toBe(false)
  })

  test('not for an article that a former version of the program stored with it', () => {
    const { article, ...record } = one
    const { corrections: _, ...former } = article ?? one.article ?? {}
    const stored = { ...record, article: former } as UploadRecord // as former versions stored it
    expect(isNew(stored, version('status: corrected\nnotice: One.\n', '3', stored))).toBe(false)
  })
})

describe('how an article is mailed', () => {
  const alone = changedRecord({ id: 'a', article: { id: 'a', mail: 'alone' } })
  const none = changedRecord({ id: 'a', article: { id: 'a', mail: 'none' } })
  const weekly = changedRecord({ id: 'a', article: { id: 'a', digests: ['weekly'] } })

  test('decides where its marks are', () => {
    expect([...pendingKeys(alone, digests).values()]).toEqual([
      { pk: 'pending#/alone', sk: `daily/${at}#a` },
      { pk: 'pending#/alone', sk: `weekly/${at}#a` },
    ])
    expect([...pendingKeys(weekly, digests)]).toEqual([['weekly', { pk: 'pending#weekly', sk: `${at}#a` }]])
    expect(addressedDigests({ digests: ['removed', 'daily'] }, digests)).toEqual(['daily'])
  })

  test.each([
    [live, alone, 'move'],
    [alone, live, 'move'],
    [live, weekly, 'move'],
    [weekly, alone, 'move'],
    [alone, alone, 'none'],
    [alone, changedRecord({ id: 'a', article: { id: 'a', mail: 'alone', title: 'Corrected' } }), 'none'],
    [live, none, 'suspend'],
    [alone, none, 'suspend'],
    [none, alone, 'resume'],
    [none, live, 'resume'],
    [none, withdrawn, 'none'],
    [alone, withdrawn, 'suspend'],
    [withdrawn, alone, 'resume'],
    [draft, alone, 'mark'],
    [undefined, none, 'mark'],
    [undefined, changedRecord({ article: { source: 'backfill', mail: 'alone' } }), 'none'],
  ] as const)('%#: a change of it moves, suspends or returns the marks that are left', (previous, next, change) => {
    expect(markChange(previous, next)).toBe(change)
  })

  test('is checked against the digests that have not taken the article', () => {
    const { article } = alone
    if (!article) throw new Error('there is no article')
    expect(changesMailing(live, article)).toBe(true)
    expect([
      changesMailing(alone, article),
      changesMailing(draft, article),
      changesMailing(undefined, article),
    ]).toEqual([false, false, false])
    expect(changesMailing({ ...live, revision: 0 }, article)).toBe(false)
    expect(digestsTooLate(live, article, digests, ['weekly'])).toEqual(['daily'])
    expect(digestsTooLate(live, article, digests, ['daily', 'weekly'])).toBeUndefined()
    expect(digestsTooLate({ ...alone, tooLate: ['daily'] }, article, digests, undefined)).toEqual(['daily'])
    expect(digestsTooLate(live, { ...article, mail: 'none' }, digests, [])).toBeUndefined()
    expect(digestsTooLate(live, { ...article, digests: ['weekly'] }, digests, ['weekly'])).toBeUndefined()
  })
})
