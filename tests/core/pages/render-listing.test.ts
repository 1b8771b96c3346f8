import { expect, test } from 'vitest'
import { viewListing } from '../../../core/feeds/listing-view.ts'
import { renderMessagePage } from '../../../core/pages/message-page.ts'
import { renderListing } from '../../../core/pages/render-listing.ts'
import { renderMonth } from '../../../core/pages/render-month.ts'
import { renderOverviews } from '../../../core/pages/render-overviews.ts'
import { renderSitemap, renderSitemaps } from '../../../core/pages/render-sitemaps.ts'
import { sample, site } from '../feeds/samples.ts'
import { elementsOf, parseHtml, textOf } from './html.ts'

const view = (listing: string) => viewListing(site.publication, listing)

test('a topic without articles is removed, page and feeds', () => {
  expect(renderListing(site, view('topic/asia'), [])).toEqual({
    put: [],
    remove: ['topics/asia/index.html', 'topics/asia/feed.xml', 'topics/asia/atom.xml', 'topics/asia/feed.json'],
  })
})

test('a month without articles is removed, page, sitemap and search entries', () => {
  const remove = ['archive/2015/08/index.html', 'sitemaps/2015-08.xml', 'search/2015-08.json']
  expect(renderMonth(site, view('month/2015-08'), [])).toEqual({ put: [], remove })
})

test('a sitemap that would be longer than the protocol allows is split, and the index names every part', () => {
  const count = 50_001
  const urls = Array.from({ length: count }, (_, index) => ({ url: `${site.url}/${index}/`, updatedAt: undefined }))
  const parts = renderSitemap('sitemaps/2015-08.xml', urls)
  expect(parts.map(({ path, body }) => [path, body.split('<loc>').length - 1])).toEqual([
    ['sitemaps/2015-08.xml', 50_000],
    ['sitemaps/2015-08-2.xml', 1],
  ])
  const month = { listing: view('month/2015-08'), count, updatedAt: '2026-02-03T09:00:00.000Z' }
  const [index] = renderSitemaps(site, [], [month])
  for (const { path } of parts) expect(index?.body).toContain(`<loc>${site.url}/${path}</loc>`)
})

test('the publication without articles keeps its page and feeds', () => {
  const { put, remove } = renderListing(site, view('publication'), [])
  expect(put.map(({ path }) => path)).toEqual(['index.html', 'feed.xml', 'atom.xml', 'feed.json'])
  expect(put[0]?.body).toContain('Nothing has been published yet.')
  expect(remove).toEqual([])
})

test('what a topic has no room for is found by its name, and by month', () => {
  const topics = [{ slug: 'postal-history', name: 'Postal history & more' }]
  const articles = Array.from({ length: site.publication.feedWindow }, (_, index) =>
    sample({ slug: `a${index}`, topics }),
  )
  const topic = viewListing(site.publication, 'topic/postal-history', articles[0]?.article)
  const linksOf = (shown: typeof articles) =>
    elementsOf(parseHtml(renderListing(site, topic, shown).put[0]?.body ?? '').tree, 'a')
      .map(({ properties }) => String(properties.href))
      .filter((href) => href.startsWith('/search/?'))
  expect(linksOf(articles)).toEqual(['/search/?q=Postal%20history%20%26%20more'])
  expect(linksOf(articles.slice(1))).toEqual([])
})

test('the front page shows the newest 20 articles', () => {
  const articles = Array.from({ length: 30 }, (_, index) => sample({ slug: `a${index}`, title: `Article ${index}` }))
  const { tree } = parseHtml(renderListing(site, view('publication'), articles).put[0]?.body ?? '')
  const titles = elementsOf(tree, 'a').map(textOf)
  expect(titles.filter((title) => title.startsWith('Article '))).toEqual(
    Array.from({ length: 20 }, (_, index) => `Article ${index}`),
  )
})

test('a month is ordered by the dates of its articles, newest first, whatever order they come in', () => {
  const [one, two, three] = ['2015-08-01', '2015-08-12', '2015-08-30'].map(
    (day) => sample({ slug: `on-${day}`, title: day, date: `${day}T00:00:00.000Z` }).article,
  )
  if (!one || !two || !three) throw new Error('three samples')
  const { put } = renderMonth(site, view('month/2015-08'), [two, three, one])
  expect(put[0]?.body.match(/2015-08-\d\d(?=<\/a>)/g)).toEqual(['2015-08-30', '2015-08-12', '2015-08-01'])
  expect(renderMonth(site, view('month/2015-08'), [one, two, three])).toEqual({ put, remove: [] })
})

test('a topic is called as publication.json spells it, else as its articles do', () => {
  const { article } = sample({
    topics: [
      { slug: 'c-plus-plus', name: 'c++' },
      { slug: 'rust', name: 'Rust' },
    ],
  })
  expect(viewListing(site.publication, 'topic/c-plus-plus', article).name).toBe('C++')
  expect(viewListing(site.publication, 'topic/rust', article).name).toBe('Rust')
})

test('overviews always stand at the same paths', () => {
  const topic = { listing: view('topic/asia'), count: 1, updatedAt: '2026-02-03T09:00:00.000Z' }
  const pathsWith = (listings: Parameters<typeof renderOverviews>[1]) =>
    renderOverviews(site, listings).map(({ path }) => path)
  expect(pathsWith([topic])).toEqual(pathsWith([]))
})

test('a count that reaches the length of a feed says that there may be more', () => {
  const topic = { listing: view('topic/asia'), count: 3, updatedAt: '2026-02-03T09:00:00.000Z' }
  const month = { ...topic, listing: view('month/2015-08') }
  const bodies = new Map(renderOverviews(site, [topic, month]).map(({ path, body }) => [path, body]))
  expect(bodies.get('topics/index.html')).toContain('>3+<')
  expect(bodies.get('archive/index.html')).toContain('>3<')
})

test('the subscribe form asks for what the subscription takes, with a field that only machines fill in', () => {
  const topic = { listing: view('topic/asia'), count: 1, updatedAt: '2026-02-03T09:00:00.000Z' }
  const page = renderOverviews(site, [topic]).find(({ path }) => path === 'subscribe/index.html')
  const { tree } = parseHtml(page?.body ?? '')
  const [form] = elementsOf(tree, 'form')
  expect(form?.properties).toMatchObject({ method: 'post', action: '/subscribe' })
  const fields = elementsOf(tree, 'input', 'select').map(({ properties }) => properties.name)
  expect(fields).toEqual(['email', 'digest', 'topics', 'language', 'timeZone', 'website', 'elapsed', 'consent'])
  const options = elementsOf(tree, 'option').map(({ properties }) => properties.value)
  expect(options).toEqual(['daily', 'weekly', 'ar', 'de', 'en-GB', 'es', 'fr'])
})

test('an answer to a visitor is written in the direction of its language and kept out of search engines', () => {
  const html = renderMessagePage(site, { title: 'إلغاء الاشتراك', paragraphs: [], language: 'ar' })
  expect(html).toContain('<div class="message" lang="ar" dir="rtl">')
  expect(html).toContain('<meta name="robots" content="noindex">')
})

test('a site in a language written from right to left is laid out so', () => {
  const arabicSite = { ...site, publication: { ...site.publication, language: 'ar' } }
  const { put } = renderListing(arabicSite, view('publication'), [])
  expect(put[0]?.body).toContain('<html lang="ar" dir="rtl">')
})
