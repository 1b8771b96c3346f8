import { expect, test } from 'vitest'
import type { Article, UploadRecord } from '../../../core/articles/article.ts'
import { addressOf, isOverdue, isPublic, onlyArticlesOf } from '../../../core/issues/approval.ts'
import { composeIssue, issueRecord } from '../../../core/issues/compose-issue.ts'
import { chooseContents, type PendingMark } from '../../../core/issues/issue-contents.ts'
import { sampleArticle, sampleSite } from './sample-issue.ts'

const site = sampleSite()
const { daily } = site.publication.digests
if (!daily) throw new Error('there is no daily digest')
const withApproval = (notAfter?: string) => ({
  ...site.publication,
  digests: { daily: { ...daily, approval: true, ...(notAfter && { notAfter }) } },
})
const issue = composeIssue(site, 'daily', 12, [sampleArticle('a'), sampleArticle('b')], '2026-11-21T06:00:00.000Z', {
  scheduledAt: '2026-11-21T06:00:00.000Z',
})
const waiting = issueRecord(issue, withApproval('10:00'))
const approved = { ...waiting, state: 'composed', approval: { preview: 'x', givenAt: issue.composedAt } } as const

const nothing = { bodies: new Map(), inserts: [], corrections: [], earlier: [] }
const mark = (articleId: string, handling?: PendingMark['handling']) => ({ order: articleId, articleId, handling })
const record = (article: Article): UploadRecord => ({
  ...{ id: article.id, key: article.key, sequencer: '1', state: 'published', articleState: 'published', article },
  ...{ problems: [], at: article.updatedAt, touched: [], revision: 1 },
})

test('an issue waits for approval only if its digest needs it, until notAfter in its time zone', () => {
  expect(issueRecord(issue, site.publication)).toMatchObject({ state: 'composed' })
  expect(issueRecord(issue)).not.toHaveProperty('approval')
  expect(waiting).toMatchObject({ state: 'awaiting-approval', approval: { until: '2026-11-21T09:00:00.000Z' } })
  expect(issueRecord(issue, withApproval()).approval).not.toHaveProperty('until')
})

test.each([
  ['2026-11-21T08:59:59.999Z', false],
  ['2026-11-21T09:00:00.000Z', true],
])('at %s, it is overdue: %s', (now, overdue) => {
  expect(isOverdue(waiting, new Date(now))).toBe(overdue)
  expect(isOverdue(issueRecord(issue, withApproval()), new Date('2030-01-01'))).toBe(false)
  expect(isOverdue({ ...waiting, state: 'cancelled' }, new Date(now))).toBe(false)
})

test('only an approved issue, or one that needs no approval, is public', () => {
  expect([issueRecord(issue), approved, waiting, { ...waiting, state: 'cancelled' }].map(isPublic)).toEqual([
    true,
    true,
    false,
    false,
  ])
})

test('a waiting issue has an address that cannot be guessed, and an issue that was given up has none', () => {
  expect(addressOf(site, waiting)).toMatch(/^https:\/\/news\.example\.org\/issues\/daily\/12\/[0-9a-f]{16}\/$/)
  expect(addressOf(site, approved)).toBe('https://news.example.org/issues/daily/12/')
  expect(addressOf(site, { ...waiting, state: 'expired' })).toBeUndefined()
})

test('an approved issue takes none of the articles that became pending while it waited', () => {
  const marks = ['a', 'c', 'b'].map((articleId, n) => ({ articleId, order: String(n), handling: undefined }))
  const pending = onlyArticlesOf(issue, { marks, records: [undefined, undefined, undefined], ...nothing })
  expect(pending.marks.map(({ articleId }) => articleId)).toEqual(['a', 'b'])
  expect(pending.records).toHaveLength(2)
})

test.each([
  ['an older one is held', [mark('0', 'held'), mark('a'), mark('b')], ['a', 'b']],
  ['a new one is pinned', [mark('a'), mark('b'), mark('c', 'pinned')], ['c', 'a', 'b']],
])('an approved issue has exactly its articles, also if %s', (_name, marks, taken) => {
  const records = taken.map((id) => record(sampleArticle(id))) // as `readPending` orders them
  const { articles, takings } = chooseContents(site, onlyArticlesOf(issue, { marks, records, ...nothing }))
  expect(articles.map(({ id }) => id)).toEqual(['a', 'b'])
  expect(takings.marks.map(({ articleId }) => articleId)).toEqual(['a', 'b'])
})

test('an approved issue takes an article that repeats one of its own off the list, but none with other topics', () => {
  const same = (id: string, topic = 'news') => ({
    ...record(sampleArticle(id, { topics: [{ slug: topic, name: topic }] })),
    fingerprint: 'f',
  })
  const marks = [mark('a'), mark('b'), mark('twin'), mark('sea')]
  const records = [same('a'), record(sampleArticle('b')), same('twin'), same('sea', 'sea')]
  const { articles, takings } = chooseContents(site, onlyArticlesOf(issue, { marks, records, ...nothing }))
  expect(articles.map(({ id }) => id)).toEqual(['a', 'b'])
  expect(takings.marks.map(({ articleId }) => articleId)).toEqual(['a', 'b', 'twin'])
})
