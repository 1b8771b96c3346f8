import { describe, expect, test } from 'vitest'
import type { Article, UploadRecord } from '../../../core/articles/article.ts'
import {
  type ArticleInListing,
  applyArticle,
  articleInListing,
  articleVersion,
  type ClosedDocuments,
  closeLate,
  closeWaiting,
  lateMaximum,
  mayClose,
  noClosedDocuments,
} from '../../../core/feeds/closed-documents.ts'
import { sample, site } from './samples.ts'

const at = '2026-03-01T00:00:00.000Z'
const { article } = sample({ slug: 'a' })
const place = '2026-02-03T09:00:00.000Z#a'
const live: ArticleInListing = { id: 'a', current: article, guid: article.guid, withdrawnAt: undefined }
const gone: ArticleInListing = { ...live, current: undefined, withdrawnAt: at }
const closed: ClosedDocuments = { ...noClosedDocuments, documents: 1, through: place }

describe('an article in a listing', () => {
  const record: UploadRecord = {
    id: 'a',
    key: article.key,
    sequencer: '1',
    state: 'published',
    problems: [],
    at,
    article,
    articleState: 'published',
    touched: [],
    revision: 1,
  }

  test('is current while it is live', () => {
    expect(articleInListing('a', record, 'publication')).toEqual(live)
  })

  test('is withdrawn if it was live and no longer is', () => {
    const withdrawn: UploadRecord = { ...record, articleState: 'withdrawn' }
    expect(articleInListing('a', withdrawn, 'publication')).toEqual(gone)
  })

  test('has no state in a listing that it is not in', () => {
    const absent = { id: 'a', current: undefined, guid: undefined, withdrawnAt: undefined }
    expect(articleInListing('a', record, 'topic/asia')).toEqual(absent)
    expect(articleInListing('a', undefined, 'publication')).toEqual(absent)
  })
})

describe('the version of an article', () => {
  test.each<Partial<Article>>([{ title: 'x' }, { topics: [{ slug: 't', name: 'T' }] }, { contentKey: 'bodies/x' }])(
    'changes with %j, which feeds show',
    (changes) => {
      expect(articleVersion({ ...article, ...changes })).not.toBe(articleVersion(article))
    },
  )

  test('does not change with fields that feeds do not show', () => {
    expect(articleVersion({ ...article, key: 'articles/x.md', words: 1 })).toBe(articleVersion(article))
  })
})

describe('a change of an article', () => {
  const current = { version: articleVersion(article), documents: [1] }

  test('newer than the last closed document changes nothing', () => {
    expect(applyArticle(noClosedDocuments, live, undefined)).toBeUndefined()
  })

  test('that a closed document already contains changes nothing', () => {
    expect(applyArticle(closed, live, current)).toBeUndefined()
  })

  test.each([undefined, { version: 'former', documents: [1] }])(
    'that closed documents do not contain (%j) makes the article late, only once',
    (closedArticle) => {
      const changed = applyArticle(closed, live, closedArticle)
      expect(changed).toEqual({ ...closed, late: [place], revision: 1 })
      expect(changed && applyArticle(changed, live, closedArticle)).toBeUndefined()
    },
  )

  test('that moves a late article removes its former place', () => {
    const former = { ...closed, late: ['2026-01-01T00:00:00.000Z#a'] }
    expect(applyArticle(former, live, undefined)?.late).toEqual([place])
  })

  test('that withdraws the article is recorded, and the documents that contain it become unwritten', () => {
    expect(applyArticle(closed, gone, current)).toEqual({
      ...closed,
      withdrawn: [{ guid: article.guid, at }],
      unwritten: [1],
      revision: 1,
    })
  })

  test('that brings the article back removes its withdrawal', () => {
    const before = { ...noClosedDocuments, withdrawn: [{ guid: article.guid, at }] }
    expect(applyArticle(before, live, undefined)?.withdrawn).toEqual([])
  })

  test('keeps only the 20 latest withdrawals, newest first', () => {
    const days = Array.from({ length: 21 }, (_, index) => `2026-03-${String(index + 1).padStart(2, '0')}T00:00:00.000Z`)
    const archive = days.reduce<ClosedDocuments>(
      (before, day) => applyArticle(before, { ...gone, guid: day, withdrawnAt: day }, undefined) ?? before,
      noClosedDocuments,
    )
    expect(archive.withdrawn.map(({ at: day }) => day)).toEqual(days.slice(1).toReversed())
  })
})

describe('a document is closed', () => {
  const publication = { ...site.publication, feedWindow: 3 }
  const articles = Array.from({ length: 60 }, (_, index) => sample({ slug: `a${index + 10}` }).article)
  const placeOf = (index: number) => `2026-02-03T09:00:00.000Z#a${index + 10}`

  test('when the waiting and the late articles fill the window', () => {
    expect(closeWaiting(noClosedDocuments, articles.slice(0, 2), publication)).toBeUndefined()
    expect(closeWaiting(noClosedDocuments, articles.slice(0, 3), publication)).toEqual({
      closed: { ...noClosedDocuments, documents: 1, unwritten: [1], through: placeOf(2), revision: 1 },
      articles: articles.slice(0, 3),
    })
    expect(closeWaiting({ ...noClosedDocuments, late: ['x'] }, articles.slice(0, 2), publication)).toBeDefined()
    expect(closeWaiting({ ...noClosedDocuments, late: ['x', 'y', 'z'] }, [], publication)).toBeUndefined()
    expect(mayClose(noClosedDocuments, articles.slice(0, 2), publication)).toBe(false)
    expect(mayClose(noClosedDocuments, articles.slice(0, 3), publication)).toBe(true)
    expect(mayClose({ ...noClosedDocuments, through: '9' }, articles.slice(0, 3), publication)).toBe(false)
  })

  test('with at most 50 late articles; the others stay late', () => {
    const { closed: after, articles: members } = closeLate(closed, articles)
    expect(members).toEqual(articles.slice(0, 50))
    expect(after).toMatchObject({ documents: 2, unwritten: [2], through: place, late: expect.any(Array) })
    expect(after.late).toEqual(Array.from({ length: 10 }, (_, index) => placeOf(index + 50)))
  })

  test('only if a late article is still in its place', () => {
    const late = { ...closed, late: [place] }
    expect(closeLate(late, [])).toEqual({ closed: { ...closed, revision: 1 }, articles: [] })
  })

  test('with articles of at most 250,000 bytes, but always with at least one', () => {
    const [first, second] = ['a', 'b'].map((slug) => sample({ slug, summary: 'x'.repeat(300_000) }).article)
    if (!first || !second) throw new Error('two samples')
    expect(closeLate(closed, [first, second]).articles).toEqual([first])
  })
})

test.each([
  [1, 1],
  [3, 1],
  [50, 25],
  [200, 50],
])('a feed of %i articles has room for %i late ones', (feedWindow, maximum) => {
  expect(lateMaximum({ ...site.publication, feedWindow })).toBe(maximum)
})
