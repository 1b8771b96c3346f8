import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyUpload, isSuperseded } from '../../../core/articles/apply-upload.ts'
import { isLive, type UploadRecord } from '../../../core/articles/article.ts'
import { isNewlyLive } from '../../../core/articles/digest-marks.ts'
import type { AcceptedFact, UploadFact } from '../../../core/articles/upload-fact.ts'
import type { Manuscript } from '../../../core/reading/manuscript.ts'
import { site } from '../reading/sample.ts'

const manuscript: Manuscript = {
  title: 'Night mail',
  summary: 'It left at eight.',
  authors: [],
  topics: [{ slug: 'rail', name: 'rail' }],
  language: 'en',
  direction: 'ltr',
  date: '2026-01-02T00:00:00.000Z',
  draft: false,
  slug: undefined,
  image: undefined,
}
const news = 'articles/night-mail.md'
const times = ['2026-03-01T08:00:00.000Z', '2026-03-02T08:00:00.000Z', '2026-03-03T08:00:00.000Z'] as const
const [first, second, third] = times

type Change = Partial<Manuscript> & { readonly contentHash?: string }

function put(sequencer: string, at: string, { contentHash = 'h1', ...change }: Change = {}, key = news): AcceptedFact {
  return {
    kind: 'accepted',
    key,
    sequencer,
    at,
    manuscript: { ...manuscript, ...change },
    contentHash,
    problems: [],
    words: 9,
  }
}
const remove = (sequencer: string, at: string): UploadFact => ({ kind: 'deleted', key: news, sequencer, at })
const reject = (sequencer: string, at: string): UploadFact => ({
  kind: 'rejected',
  key: news,
  sequencer,
  at,
  problems: [{ rule: 'missing-title', severity: 'error', message: 'no' }],
})
const due = (at: string): UploadFact => ({ kind: 'due', key: news, sequencer: '', at })

function apply(...facts: readonly UploadFact[]): UploadRecord {
  const record = facts.reduce<UploadRecord | undefined>(
    (previous, fact) => applyUpload(previous, fact, site),
    undefined,
  )
  if (record === undefined) throw new Error('no facts')
  return record
}

test('news goes live when it is uploaded, and keeps its own date', () => {
  expect(apply(put('1', first))).toMatchObject({
    state: 'published',
    articleState: 'published',
    touched: ['publication', 'topic/rail', 'month/2026-01'],
    revision: 1,
    article: {
      key: news,
      guid: 'tag:gazette.example,2026:articles/night-mail.md',
      slug: 'night-mail',
      source: 'news',
      date: '2026-01-02T00:00:00.000Z',
      liveAt: first,
      updatedAt: first,
    },
  })
})

test('a backfilled article goes live at its own date', () => {
  const record = apply(put('1', first, {}, 'backfill/old.md'))
  expect(record.article).toMatchObject({ source: 'backfill', liveAt: manuscript.date, updatedAt: manuscript.date })
  expect(isNewlyLive(undefined, record)).toBe(false)
})

test('a future date in the path schedules the article, and its receipt names the path', () => {
  const date = '2026-04-01T00:00:00.000Z'
  const record = apply(put('1', first, { date, isDatedByPath: true }))
  expect(record).toMatchObject({ state: 'scheduled', problems: [{ rule: 'date-from-path' }] })
  expect(record.article).not.toHaveProperty('isDatedByPath')
  expect(apply(put('1', date, { date, isDatedByPath: true })).problems).toEqual([])
})

test('an article without a date has the date of its first upload', () => {
  const record = apply(put('1', first, { date: undefined }), put('2', second, { date: undefined, title: 'Day mail' }))
  expect(record.article).toMatchObject({ date: first, liveAt: first, updatedAt: second })
})

describe('corrections', () => {
  test('a correction keeps id, guid, slug and place in feeds, and touches the listings of both versions', () => {
    const before = apply(put('1', first))
    const after = apply(
      put('1', first),
      put('2', second, { title: 'Day mail', topics: [{ slug: 'road', name: 'road' }] }),
    )
    const { id, guid, slug, liveAt } = before.article ?? {}
    expect(after.article).toMatchObject({ id, guid, slug, liveAt, title: 'Day mail', updatedAt: second })
    expect(after.touched).toEqual(['publication', 'topic/rail', 'month/2026-01', 'topic/road'])
    expect(isNewlyLive(before, after)).toBe(false)
  })
  test('an upload with the same content changes nothing that readers see', () => {
    const after = apply(put('1', first), put('2', second))
    expect(after.article).toEqual(apply(put('1', first)).article)
    expect(after).toMatchObject({ sequencer: '2', at: second })
  })
  test('a rejected correction leaves the last good version live', () => {
    const after = apply(put('1', first), reject('2', second))
    expect(after).toMatchObject({ state: 'rejected', articleState: 'published', problems: [{ rule: 'missing-title' }] })
    expect(isLive(after)).toBe(true)
  })
  test('an article keeps the date of its last change if the author gives one', () => {
    expect(apply(put('1', second, { updated: first })).article?.updatedAt).toBe(first)
  })
})

describe('drafts and scheduled articles', () => {
  test('a draft is in no listing, and goes live when it is no longer a draft', () => {
    const draft = apply(put('1', first, { draft: true }))
    expect(draft).toMatchObject({ state: 'draft', articleState: 'draft', touched: [], article: { liveAt: undefined } })
    const live = applyUpload(draft, put('2', second), site)
    expect(live.article).toMatchObject({ liveAt: second, updatedAt: second })
    expect(isNewlyLive(draft, live)).toBe(true)
  })
  test('an article with a future date is scheduled, and goes live at that date', () => {
    const scheduled = apply(put('1', first, { date: second }))
    expect(scheduled).toMatchObject({ state: 'scheduled', article: { date: second, liveAt: undefined } })
    expect(applyUpload(scheduled, due(first), site)).toBe(scheduled)
    const live = applyUpload(scheduled, due(third), site)
    expect(live).toMatchObject({ state: 'published', articleState: 'published', article: { liveAt: second } })
    expect(isNewlyLive(scheduled, live)).toBe(true)
    expect(applyUpload(live, due(third), site)).toBe(live)
    expect(applyUpload(live, put('1', first, { date: second }), site)).toBe(live)
  })
  test('a live article that becomes a draft is taken down, and is not news when it returns', () => {
    const draft = apply(put('1', first), put('2', second, { draft: true }))
    expect(draft).toMatchObject({ state: 'draft', touched: ['publication', 'topic/rail', 'month/2026-01'] })
    const back = applyUpload(draft, put('3', third), site)
    expect(back.article?.liveAt).toBe(first)
    expect(isNewlyLive(draft, back)).toBe(false)
  })
})

describe('withdrawals', () => {
  test('a deletion takes an article down, and a new upload brings the same article back', () => {
    const withdrawn = apply(put('1', first), remove('2', second))
    expect(withdrawn).toMatchObject({
      state: 'withdrawn',
      articleState: 'withdrawn',
      touched: expect.arrayContaining(['publication']),
    })
    const back = applyUpload(withdrawn, put('3', third), site)
    expect(back.article).toEqual(apply(put('1', first)).article)
    expect(isNewlyLive(withdrawn, back)).toBe(false)
  })
  test('a deletion without a record is recorded, so that an older upload is not published', () => {
    const withdrawn = apply(remove('2', second))
    expect(applyUpload(withdrawn, put('1', first), site)).toBe(withdrawn)
    expect(withdrawn).toMatchObject({ state: 'withdrawn', articleState: undefined, article: undefined, touched: [] })
  })
})

test('only an event older than the record is superseded', () => {
  const record = apply(put('2', first))
  expect(['1', '2', '20', '3'].map((sequencer) => isSuperseded(record, sequencer))).toEqual([true, false, false, false])
})

test('an article with a later time of publication waits for it, and keeps its date', () => {
  const scheduled = apply(put('1', first, { publishAt: second }))
  expect(scheduled).toMatchObject({ state: 'scheduled', article: { date: manuscript.date, liveAt: undefined } })
  expect(applyUpload(scheduled, due(first), site)).toBe(scheduled)
  const live = applyUpload(scheduled, due(third), site)
  expect(live).toMatchObject({ state: 'published', article: { date: manuscript.date, liveAt: second } })
  expect(apply(put('1', third, { publishAt: second }))).toMatchObject({ state: 'published' })
})

test('an article becomes a draft when it expires, and says so', () => {
  const live = apply(put('1', first, { expires: second }))
  expect(applyUpload(live, due(first), site)).toBe(live)
  const expired = applyUpload(live, due(third), site)
  expect(expired).toMatchObject({ state: 'draft', articleState: 'draft', problems: [{ rule: 'held-back' }] })
  expect(applyUpload(expired, due(third), site)).toBe(expired)
})

test('a due message for an upload without a record is an error', () => {
  expect(() => apply(due(first))).toThrow(`The scheduled upload ${news} has no record.`)
})

test('events in any order and number result in the same record as the newest alone', () => {
  const kinds = fc.constantFrom('put', 'draft', 'remove', 'reject')
  const history = fc.array(kinds, { minLength: 1, maxLength: 6 }).map((chosen) => chosen.map(toFact))
  const shuffled = history.chain((facts) =>
    fc.record({ facts: fc.constant(facts), order: fc.array(fc.nat(facts.length - 1), { maxLength: 15 }) }),
  )
  fc.assert(
    fc.property(shuffled, ({ facts, order }) => {
      const newest = facts.at(-1)
      const arrived = [...order.flatMap((index) => facts[index] ?? []), ...facts.slice(-1)]
      const record = apply(...arrived, ...order.flatMap((index) => facts[index] ?? []))
      const alone = apply(...facts.slice(-1))
      expect(record).toMatchObject({
        state: alone.state,
        sequencer: alone.sequencer,
        problems: alone.problems,
        at: alone.at,
      })
      if (newest?.kind === 'accepted') {
        const { liveAt: _, updatedAt: __, ...written } = alone.article ?? {}
        expect(record.article).toMatchObject(written)
        expect(record.articleState).toBe(alone.articleState)
      }
      if (newest?.kind === 'deleted') expect(isLive(record)).toBe(false)
      for (const fact of facts) expect(applyUpload(record, fact, site)).toBe(record)
    }),
  )
})

/** Returns the n-th event of a key. Every upload has different content. */
function toFact(kind: string, index: number): UploadFact {
  const sequencer = `0${index}`
  const at = `2026-03-01T08:00:0${index}.000Z`
  if (kind === 'remove') return remove(sequencer, at)
  if (kind === 'reject') return reject(sequencer, at)
  return put(sequencer, at, { draft: kind === 'draft', contentHash: `h${index}` })
}

test('a record compares as equal after it was stored and read back', () => {
  const record = apply(put('1', first))
  const stored = JSON.parse(JSON.stringify(record, Object.keys(flatten(record)).sort()))
  expect(applyUpload(stored, put('1', first), site)).toBe(stored)
})

function flatten(value: unknown): Record<string, unknown> {
  if (value === null || typeof value !== 'object') return {}
  return Object.assign({}, value, ...Object.values(value).map(flatten))
}
