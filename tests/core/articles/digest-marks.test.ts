import { describe, expect, test } from 'vitest'
import { digestsConcerned, isNewlyLive, markChange, rowsToRead } from '../../../core/articles/digest-marks.ts'
import { at, changedRecord } from './sample-record.ts'

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
