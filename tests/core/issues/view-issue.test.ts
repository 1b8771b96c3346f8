import { expect, test } from 'vitest'
import { viewIssue } from '../../../core/issues/view-issue.ts'
import { messagesFor } from '../../../core/text/locales.ts'
import { sampleArticle, sampleIssue, sampleSite } from './sample-issue.ts'

function subjectOf(...articles: readonly ReturnType<typeof sampleArticle>[]): string {
  const site = sampleSite()
  const issue = sampleIssue(site, articles)
  const extent = { articles: 10, bodies: 0, summary: 300 }
  const contents = { articles: issue.articles, corrections: [] }
  return viewIssue(site, issue, contents, messagesFor('en'), extent).subject
}

test('the subject of a mail is not a retracted article, unless it has no other', () => {
  const retracted = sampleArticle('r', { title: 'Night mail', status: 'retracted' })
  expect(subjectOf(retracted, sampleArticle('a', { title: 'Day mail' }))).toMatch(/^Day mail/)
  expect(subjectOf(retracted)).toBe('Retraction: Night mail')
})
