import { expect, test } from 'vitest'
import { renderVariant } from '../../../core/issues/render-variant.ts'
import { sampleArticle, sampleIssue, sampleSite } from './sample-issue.ts'

test('links are numbered and listed at the end, each URL once', () => {
  const site = sampleSite()
  const note = {
    ...({ title: 'Hello', html: '', image: undefined, language: 'en', direction: 'ltr' } as const),
    text: 'See one <https://example.org/1> and again <https://example.org/1>.',
  }
  const issue = { ...sampleIssue(site, [sampleArticle('a')]), note }
  const { text } = renderVariant(site, issue, ['a']).mail
  expect(text).toContain('See one [1] and again [1].')
  expect(text).toContain('Title of a [2]')
  expect(text.match(/^\[\d\] .*$/gm)?.slice(0, 2)).toEqual([
    '[1] https://example.org/1',
    '[2] https://news.example.org/articles/a/',
  ])
})
