import { expect, test } from 'vitest'
import { composeIssue } from '../../../core/issues/compose-issue.ts'
import { sampleArticle, sampleSite } from './sample-issue.ts'

const composedAt = '2026-11-20T23:30:00.000Z'
const site = sampleSite()

test('the title of an issue contains its digest, its number and the day in the publication’s time zone', () => {
  expect(composeIssue(site, 'daily', 12, [], composedAt).title).toBe('Daily digest #12 · 21 November 2026')
})

test('an issue contains each article once, newest first, with absolute URLs', () => {
  const older = sampleArticle('older', { liveAt: '2026-11-19T10:00:00.000Z' })
  const newer = sampleArticle('newer', { liveAt: '2026-11-20T10:00:00.000Z' })
  const issue = composeIssue(site, 'daily', 12, [older, newer, older], composedAt)
  expect(issue.articles.map(({ url }) => url)).toEqual([
    'https://news.example.org/articles/newer/',
    'https://news.example.org/articles/older/',
  ])
})

test('the order of the pending articles does not change the issue', () => {
  const articles = ['a', 'b', 'c'].map((id) => sampleArticle(id))
  expect(composeIssue(site, 'daily', 1, articles.toReversed(), composedAt)).toEqual(
    composeIssue(site, 'daily', 1, articles, composedAt),
  )
})

test('an article that is not live is not in the issue', () => {
  const scheduled = sampleArticle('scheduled', { liveAt: undefined })
  expect(composeIssue(site, 'daily', 1, [scheduled, sampleArticle('live')], composedAt).articles).toHaveLength(1)
})
