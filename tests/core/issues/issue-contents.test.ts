import { expect, test } from 'vitest'
import type { Article, UploadRecord } from '../../../core/articles/article.ts'
import { correctionOf } from '../../../core/articles/digest-marks.ts'
import type { InsertRecord } from '../../../core/issues/insert-record.ts'
import {
  chooseAlone,
  chooseContents,
  chooseEarlier,
  chooseMarks,
  isDueAlone,
  isRepetition,
  type PendingContents,
  type PendingMark,
  showsFullTexts,
} from '../../../core/issues/issue-contents.ts'
import { maximumCorrections, maximumEarlierCorrections } from '../../../core/issues/limits.ts'
import { sampleArticle, sampleSite } from './sample-issue.ts'

const site = sampleSite()
const mark = (articleId: string, handling?: PendingMark['handling']): PendingMark => {
  return { order: `2026#${articleId}`, articleId, handling }
}
const record = (article: Article, articleState: UploadRecord['articleState'] = 'published'): UploadRecord => ({
  id: article.id,
  key: article.key,
  sequencer: '1',
  state: 'published',
  problems: [],
  at: '2026-11-20T10:00:00.000Z',
  article,
  articleState,
  touched: [],
  revision: 1,
})
const pending = (changes: Partial<PendingContents>): PendingContents => {
  return { marks: [], records: [], bodies: new Map(), inserts: [], corrections: [], earlier: [], ...changes }
}

test('an issue takes pinned articles first, then the oldest, and never those that are left out', () => {
  const marks = [mark('a'), mark('b', 'held'), mark('c'), mark('d', 'pinned')]
  const { taken, pinned } = chooseMarks(marks, 2)
  expect(taken.map(({ articleId }) => articleId)).toEqual(['d', 'a'])
  expect(pinned).toEqual(['d'])
})

test('an article that is no longer live is not in the issue, and its mark is a leftover', () => {
  const marks = [mark('live'), mark('gone')]
  const records = [record(sampleArticle('live')), record(sampleArticle('gone'), 'withdrawn')]
  const { articles, takings, leftovers } = chooseContents(site, pending({ marks, records }))
  expect(articles.map(({ id }) => id)).toEqual(['live'])
  expect(takings.marks).toEqual(marks)
  expect(leftovers.marks).toEqual([mark('gone')])
})

test('of articles with the same text, the issue has the earlier one, unless the later one has other topics', () => {
  const named = (id: string, change: Partial<Article> = {}, fingerprint = id) => ({
    ...record(sampleArticle(id, { contentKey: `articles/${id}/${id}.json`, ...change })),
    fingerprint,
  })
  const sameBody = { contentKey: 'articles/1/hash.json', words: 49 }
  const records = [
    ...[named('first', {}, 'f'), named('same', {}, 'f')],
    named('sea', { topics: [{ slug: 'sea', name: 'sea' }] }, 'f'),
    ...[named('body', sameBody), named('same-body', { ...sameBody, title: 'Title of body' })],
    ...[named('other-title', { ...sameBody, title: 'Another' }), named('long', { ...sameBody, words: 50 })],
    named('longer', { ...sameBody, words: 50, title: 'Other' }),
  ]
  const { articles, extras, takings } = chooseContents(
    site,
    pending({ marks: records.map(({ id }) => mark(id)), records }),
  )
  expect(articles.map(({ id }) => id)).toEqual(['first', 'sea', 'body', 'other-title', 'long'])
  expect(extras.sameTexts).toEqual(new Map([['sea', 'first']]))
  expect(takings.marks).toHaveLength(records.length)
})

test('articles that are left out are counted', () => {
  expect(chooseContents(site, pending({ marks: [mark('a', 'held'), mark('b', 'pinned')] })).leftOut).toBe(1)
})

test('an insert that waits is taken, and one that an earlier issue took is not', () => {
  const insert = { title: 'Hello', html: '', text: '', image: undefined, language: 'en', direction: 'ltr' } as const
  const inserts = [
    { kind: 'note', sequencer: '1', insert },
    { kind: 'sponsor', sequencer: '2', insert: undefined },
  ] as unknown as InsertRecord[] // the other fields are not used
  const { extras, takings } = chooseContents(site, pending({ inserts }))
  expect([extras.note, extras.sponsor]).toEqual([insert, undefined])
  expect(takings.inserts.map(({ kind }) => kind)).toEqual(['note'])
})

const daily1 = { issueId: 'daily-1', correction: undefined }

test('corrections need a mailed article that is still corrected, and the rows of all others are taken, too', () => {
  const corrected = sampleArticle('x', { status: 'corrected', notice: 'It was two.' })
  const row = (articleId: string) => ({ articleId, revision: 3 })
  const corrections = [
    { pending: row('x'), record: record(corrected), taken: [daily1] },
    { pending: row('never-mailed'), record: record(corrected), taken: [] },
    { pending: row('fine-again'), record: record(sampleArticle('y')), taken: [daily1] },
    { pending: row('never-shown'), record: record(corrected, 'withdrawn'), taken: [daily1] },
  ]
  const { extras, takings } = chooseContents(site, pending({ corrections }))
  expect(extras.corrections).toMatchObject([
    { articleId: 'x', kind: 'corrected', text: 'It was two.', url: 'https://news.example.org/articles/x/' },
  ])
  expect(takings.corrections).toHaveLength(4)
})

test('a correction waits while its article is a draft, and everything waits while a rebuild has deleted its record', () => {
  const corrected = sampleArticle('x', { status: 'corrected', notice: 'Not public yet.' })
  const row = { articleId: 'x', revision: 3 }
  const { extras, takings, leftovers } = chooseContents(
    site,
    pending({
      marks: [mark('lost')],
      records: [undefined],
      corrections: [record(corrected, 'draft'), record(corrected, 'scheduled'), undefined].map((each) => {
        return { pending: row, record: each, taken: [daily1] }
      }),
    }),
  )
  expect([extras.corrections, takings.corrections, takings.marks, leftovers.marks]).toEqual([[], [], [], []])
})

test('a correction is for those who got the article without it', () => {
  const corrected = sampleArticle('x', { status: 'corrected', notice: 'It was two.' })
  const correction = correctionOf(corrected)
  const taken = [daily1, { issueId: 'weekly-2', correction }]
  const corrections = [{ pending: { articleId: 'x', revision: 1 }, record: record(corrected), taken }]
  expect(chooseContents(site, pending({ corrections })).extras.corrections).toMatchObject([
    { correction, issueIds: ['daily-1'] },
  ])
})

test('an earlier correction is carried with the time of its first mention, unless another one has replaced it', () => {
  const corrected = sampleArticle('x', { status: 'corrected', notice: 'It was two.' })
  const earlier = [correctionOf(corrected) ?? '', 'replaced'].map((correction) => {
    return {
      correction: { articleId: 'x', correction, since: '2026-11-20' },
      record: record(corrected),
      taken: [daily1],
    }
  })
  const { extras, takings } = chooseContents(site, pending({ earlier }))
  expect(extras.corrections).toMatchObject([{ articleId: 'x', since: '2026-11-20' }])
  expect(takings.corrections).toEqual([])
})

test('the first mention of a correction is that by the digest itself or, for a new digest, by any', () => {
  const mention = (articleId: string, digest: string, at: string) => ({ articleId, correction: 'c', digest, at })
  const mentioned = [mention('a', 'weekly', '3'), mention('a', 'daily', '2'), mention('b', 'daily', '1')]
  const since = (digest: string, waiting: string[] = []) =>
    chooseEarlier(digest, mentioned, new Set(waiting)).map((each) => `${each.articleId}${each.since}`)
  expect([since('weekly'), since('press'), since('weekly', ['a'])]).toEqual([['a3', 'b1'], ['a2', 'b1'], ['b1']])
})

test('only a digest with the layout full-text needs bodies', () => {
  const { daily } = site.publication.digests
  if (!daily) throw new Error('there is no daily digest')
  expect(showsFullTexts(site, 'daily')).toBe(false)
  expect(showsFullTexts(sampleSite({ digests: { daily: { ...daily, layout: 'full-text' } } }), 'daily')).toBe(true)
})

test('an article that is mailed on its own is due unless it was left out or its issue waits', () => {
  const own = { ...mark('a'), digest: 'daily', issue: undefined }
  expect([own, { ...own, handling: 'held' as const }, { ...own, issue: 3 }].map(isDueAlone)).toEqual([
    true,
    false,
    false,
  ])
})

test('an article that is mailed on its own is in its issue unless it is retracted or not live', () => {
  const marks = [mark('a')]
  const choose = (each: UploadRecord | undefined) => chooseAlone(site, pending({ marks, records: [each] }))
  const { articles, takings, extras } = choose(record(sampleArticle('a')))
  expect([articles.length, takings.marks, extras.alone]).toEqual([1, marks, true])
  for (const gone of [record(sampleArticle('a', { status: 'retracted' })), record(sampleArticle('a'), 'draft')])
    expect(choose(gone)).toMatchObject({ articles: [], leftovers: { marks } })
  expect(choose(undefined)).toMatchObject({ articles: [], takings: { marks: [] }, leftovers: { marks: [] } })
})

test('a pinned article is taken once', () => {
  expect(chooseMarks([mark('a', 'pinned'), mark('b')]).taken.map(({ articleId }) => articleId)).toEqual(['a', 'b'])
})

test('full texts come to the issue with its articles', () => {
  const body = { page: '<p>Page</p>', feed: '<p>Feed</p>', email: '<p>Mail</p>', text: 'Text' }
  expect(chooseContents(site, pending({ bodies: new Map([['a', body]]) })).extras.bodies?.get('a')).toMatchObject(body)
})

test('an issue mentions only so many corrections, and the others wait; earlier ones have their own limit', () => {
  const corrected = record(sampleArticle('x', { status: 'corrected', notice: 'It was two.' }))
  const corrections = Array.from({ length: maximumCorrections + 1 }, (_, n) => {
    return { pending: { articleId: `x${n}`, revision: 1 }, record: corrected, taken: [daily1] }
  })
  const { extras, takings } = chooseContents(site, pending({ corrections }))
  expect([extras.corrections?.length, takings.corrections.length]).toEqual([maximumCorrections, maximumCorrections])
  const mentioned = Array.from({ length: maximumEarlierCorrections + 1 }, (_, n) => {
    return { articleId: `x${n}`, correction: 'c', digest: 'daily', at: '1' }
  })
  expect(chooseEarlier('daily', mentioned, new Set())).toHaveLength(maximumEarlierCorrections)
})

test('an earlier correction is not carried once its article is not corrected any more, or its record is missing', () => {
  const earlier = [record(sampleArticle('x')), undefined].map((each) => {
    return { correction: { articleId: 'x', correction: 'c', since: '2026-11-20' }, record: each, taken: [daily1] }
  })
  expect(chooseContents(site, pending({ earlier })).extras.corrections).toEqual([])
})

test.each<[string, Partial<UploadRecord>, readonly string[], boolean]>([
  ['the same topics', {}, ['a', 'b'], true],
  ['one topic that the other lacks', {}, ['a'], false],
  ['another text', { fingerprint: 'g' }, ['a', 'b'], false],
  ['a withdrawn other', { articleState: 'withdrawn' }, ['a', 'b'], false],
])('an article repeats another one with its text: %s', (_name, change, topics, isSame) => {
  const of = (id: string, slugs: readonly string[]) => {
    const named = { topics: slugs.map((slug) => ({ slug, name: slug })), contentKey: `bodies/${id}` }
    return { ...record(sampleArticle(id, named)), fingerprint: 'f' }
  }
  expect(isRepetition(of('new', ['a', 'b']), [undefined, { ...of('old', topics), ...change }])).toBe(isSame)
  expect(isRepetition({ ...of('new', ['a']), articleState: 'draft' }, [of('old', topics)])).toBe(false)
  expect(isRepetition(undefined, [of('old', topics)])).toBe(false)
})

test('of articles with the same text, one with a topic of its own among shared ones stays', () => {
  const of = (id: string, slugs: readonly string[]) => {
    const topics = slugs.map((slug) => ({ slug, name: slug }))
    return { ...record(sampleArticle(id, { topics, contentKey: `bodies/${id}` })), fingerprint: 'f' }
  }
  const records = [of('first', ['a']), of('second', ['a', 'b'])]
  const { articles } = chooseContents(site, pending({ marks: [mark('first'), mark('second')], records }))
  expect(articles.map(({ id }) => id)).toEqual(['first', 'second'])
})
