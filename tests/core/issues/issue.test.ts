import { expect, test } from 'vitest'
import { choiceOf, countArticles, issueId, issueSettings, readIssueId } from '../../../core/issues/issue.ts'
import { sampleIssue, sampleSite } from './sample-issue.ts'

test('an issue id can be read back', () => {
  expect(readIssueId(issueId({ digest: 'daily', number: 12 }))).toEqual({ digest: 'daily', number: 12 })
})

test.each(['daily', 'daily-0', 'daily-01', 'Daily-1', '-1', 'daily-1-2', 'test'])('%s is not an issue id', (id) => {
  expect(readIssueId(id)).toBeUndefined()
})

test('corrections of a choice are not counted as articles', () => {
  const issue = sampleIssue(sampleSite())
  expect(countArticles(issue, ['climate', 'railway', choiceOf({ articleId: 'climate' })])).toBe(2)
})

test('a digest that was removed from publication.json has default settings and the title of the publication', () => {
  const { publication } = sampleSite({ digests: {} })
  expect(issueSettings(publication, 'daily')).toMatchObject({
    title: publication.title,
    layout: 'excerpt',
    at: undefined,
  })
})
