import { expect, test } from 'vitest'
import { type Candidate, chooseArticles, explainAbsence } from '../../../core/issues/choose-articles.ts'
import { sampleArticle, sampleIssue, sampleSite } from './sample-issue.ts'

const topic = (slug: string) => ({ slug, name: slug })
const articles = [
  sampleArticle('old', { topics: [topic('asia')], liveAt: '2026-11-18T10:00:00.000Z' }),
  sampleArticle('both', { topics: [topic('asia'), topic('law')], liveAt: '2026-11-19T10:00:00.000Z' }),
  sampleArticle('new', { topics: [topic('law')], liveAt: '2026-11-20T10:00:00.000Z' }),
]
const issue = sampleIssue(sampleSite(), articles)
const candidate: Candidate = {
  state: 'confirmed',
  digest: 'daily',
  topics: [],
  confirmedAt: '2026-01-01T00:00:00.000Z',
  pausedUntil: undefined,
}

test('a subscriber without topics gets every article, in the order of the issue', () => {
  expect(chooseArticles(issue, candidate)).toEqual(['new', 'both', 'old'])
})

test('a subscriber gets the articles of all their topics, each once', () => {
  expect(chooseArticles(issue, { ...candidate, topics: ['law', 'asia'] })).toEqual(['new', 'both', 'old'])
  expect(chooseArticles(issue, { ...candidate, topics: ['asia', 'sport'] })).toEqual(['both', 'old'])
  expect(chooseArticles(issue, { ...candidate, topics: ['sport'] })).toEqual([])
})

test('a subscriber gets one of two articles with the same text', () => {
  const twins = {
    ...issue,
    articles: issue.articles.map((each) => (each.id === 'new' ? { ...each, sameAs: 'both' } : each)),
  }
  expect(chooseArticles(twins, candidate)).toEqual(['both', 'old'])
  expect(chooseArticles(twins, { ...candidate, confirmedAt: '2026-11-20T00:00:00.000Z' })).toEqual(['new'])
})

test('articles that went live before the subscriber confirmed are not chosen', () => {
  expect(chooseArticles(issue, { ...candidate, confirmedAt: '2026-11-19T10:00:00.000Z' })).toEqual(['new', 'both'])
  expect(chooseArticles(issue, { ...candidate, confirmedAt: '2026-11-19T10:00:00.001Z' })).toEqual(['new'])
})

test('a paused subscriber gets nothing until the pause is over', () => {
  expect(chooseArticles(issue, { ...candidate, pausedUntil: '2026-11-21T06:00:01.000Z' })).toEqual([])
  expect(chooseArticles(issue, { ...candidate, pausedUntil: '2026-11-21T06:00:00.000Z' })).toHaveLength(3)
})

test.each<Partial<Candidate>>([
  { digest: 'weekly' },
  { state: 'pending' },
  { state: 'unsubscribed' },
  { confirmedAt: undefined },
])('a subscriber with %j gets nothing', (change) => {
  expect(chooseArticles(issue, { ...candidate, ...change })).toEqual([])
})

test.each<[string, Partial<Candidate>, string]>([
  ['paused', { pausedUntil: '2026-11-22T00:00:00.000Z', topics: ['sport'] }, 'paused'],
  ['back from a pause', { pausedUntil: '2026-11-20T00:00:00.000Z', topics: ['sport'] }, 'otherTopics'],
  ['with other topics', { topics: ['sport'] }, 'otherTopics'],
  ['who joined after all articles', { confirmedAt: '2026-11-20T12:00:00.000Z', topics: ['law'] }, 'joinedLater'],
  [
    'who joined after the articles of their topics',
    { confirmedAt: '2026-11-20T00:00:00.000Z', topics: ['asia'] },
    'otherTopics',
  ],
])('a subscriber %s learns why they get nothing', (_name, change, reason) => {
  expect(explainAbsence(issue, { ...candidate, ...change })).toBe(reason)
})
