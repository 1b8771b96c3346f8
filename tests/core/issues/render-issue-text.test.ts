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

test('a table is laid out after its addresses were replaced with marks', () => {
  const site = sampleSite()
  const text =
    '|*|\tTown\tMap\t|\n|-|\tBath\tmap <https://example.org/a/very/long/address/of/a/map.png>\t|\n|-|\tWells\tnone\t|'
  const note = { ...({ title: '', html: '', image: undefined, language: 'en', direction: 'ltr' } as const), text }
  const issue = { ...sampleIssue(site, [sampleArticle('a')]), note }
  expect(renderVariant(site, issue, ['a']).mail.text).toContain('Town    Map\nBath    map [1]\nWells   none\n')
})
