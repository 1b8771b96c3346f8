import { expect, test } from 'vitest'
import type { IssueSettings } from '../../../core/issues/issue.ts'
import { titleOf, viewArticle, viewImage } from '../../../core/issues/view-article.ts'
import { messagesFor } from '../../../core/text/locales.ts'
import { sampleArticle, sampleIssue, sampleSite } from './sample-issue.ts'

const site = sampleSite()
const image = { url: 'https://news.example.org/a.png', alt: 'A map' }
const issue = sampleIssue(site, [sampleArticle('a', { image, authors: [{ slug: 'ada', name: 'Ada' }] })])
const extent = { isLead: false, withBody: false, summary: 600 }
const view = (settings: Partial<IssueSettings>, changes: Partial<typeof extent> = {}) => {
  const [article] = issue.articles
  if (!article) throw new Error('the issue is empty')
  const all = { ...issue.settings, ...settings }
  return viewArticle(site.publication, messagesFor('en-GB', 'en-GB'), all, article, { ...extent, ...changes })
}

test('an article has its authors, date and topics above its summary', () => {
  expect(view({})).toMatchObject({ about: ['Ada', '20 November 2026', 'News'], summary: 'Summary of a.' })
})

test('at most five topics are named', () => {
  const topicsOf = (count: number) => {
    const topics = Array.from({ length: count }, (_, n) => ({ slug: `t${n}`, name: n === 0 ? ' ' : `T${n}` }))
    const [article] = sampleIssue(site, [sampleArticle('a', { topics })]).articles
    if (!article) throw new Error('the issue is empty')
    return viewArticle(site.publication, messagesFor('en-GB', 'en-GB'), issue.settings, article, extent).about.at(-1)
  }
  expect([topicsOf(6), topicsOf(7)]).toEqual(['T1, T2, T3, T4, T5', 'T1, T2, T3, T4, T5, …'])
})

test('a digest of headlines shows no summary', () => {
  expect(view({ layout: 'headlines' })).toMatchObject({ summary: '', isHeadline: true })
})

test('images: lead shows only the image of the lead article', () => {
  expect(view({ images: 'lead' }).image).toBe(false)
  expect(view({ images: 'lead' }, { isLead: true }).image).toMatchObject(image)
  expect(view({ images: 'all' }).image).toMatchObject(image)
  expect(view({ images: 'none' }, { isLead: true }).image).toBe(false)
})

test('an image that the text shows, or that is not on the web, is left out', () => {
  expect(viewImage(image, 536, `<img src="${image.url}">`)).toBe(false)
  for (const url of ['data:image/png;base64,AAAA', 'data:text/plain,https://news.example.org/a.png'])
    expect(viewImage({ url, alt: '' }, 536)).toBe(false)
  expect(viewImage({ ...image, url: 'http://news.example.org/a.png' }, 536)).toMatchObject({ alt: 'A map' })
})

test('a title is one line of at most 300 characters', () => {
  expect(titleOf({ title: 'One\ntwo' })).toBe('One two')
  expect(titleOf({ title: 'word '.repeat(200) }).length).toBeLessThanOrEqual(301)
})
