import { expect, test } from 'vitest'
import { type Candidate, chooseArticles } from '../../../core/issues/choose-articles.ts'
import { sampleArticle, sampleIssue, sampleSite } from './sample-issue.ts'

const topic = (slug: string) => ({ slug, name: slug })
const articles = [
  sampleArticle('old', { topics: [topic('asia')], liveAt: '2026-11-18T10:00:00.000Z' }),
  sampleArticle('both', { topics: [topic('asia'), topic('law')], liveAt: '2026-11-19T10:00:00.000Z' }),
  sampleArticle('new', { topics: [topic('law')], liveAt: '2026-11-20T10:00:00.000Z' }),
]
const issue = sampleIssue(sampleSite(), articles)
const reader: Candidate = {
  state: 'confirmed',
  digest: 'daily',
  topics: [],
  confirmedAt: '2026-01-01T00:00:00.000Z',
  pausedUntil: undefined,
}

test('who chose no topic gets every article, in the issue’s order', () => {
  expect(chooseArticles(issue, reader)).toEqual(['new', 'both', 'old'])
})

test('who chose topics gets the union of them, no article twice', () => {
  expect(chooseArticles(issue, { ...reader, topics: ['law', 'asia'] })).toEqual(['new', 'both', 'old'])
  expect(chooseArticles(issue, { ...reader, topics: ['asia', 'sport'] })).toEqual(['both', 'old'])
  expect(chooseArticles(issue, { ...reader, topics: ['sport'] })).toEqual([])
})

test('nobody gets what went live before they had confirmed', () => {
  expect(chooseArticles(issue, { ...reader, confirmedAt: '2026-11-19T10:00:00.000Z' })).toEqual(['new', 'both'])
  expect(chooseArticles(issue, { ...reader, confirmedAt: '2026-11-19T10:00:00.001Z' })).toEqual(['new'])
})

test('who is paused gets nothing until the pause is over', () => {
  expect(chooseArticles(issue, { ...reader, pausedUntil: '2026-11-21T06:00:01.000Z' })).toEqual([])
  expect(chooseArticles(issue, { ...reader, pausedUntil: '2026-11-21T06:00:00.000Z' })).toHaveLength(3)
})

test.each<Partial<Candidate>>([
  { digest: 'weekly' },
  { state: 'pending' },
  { state: 'unsubscribed' },
  { confirmedAt: undefined },
])('a subscriber with %j is no recipient', (change) => {
  expect(chooseArticles(issue, { ...reader, ...change })).toEqual([])
})
