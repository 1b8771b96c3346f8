import { describe, expect, test } from 'vitest'
import type { FullArticle } from '../../../core/articles/article.ts'
import { noPast } from '../../../core/feeds/feed.ts'
import { viewListing } from '../../../core/feeds/listing-view.ts'
import { buildListing, listingPaths } from '../../../core/pages/build-listing.ts'
import { renderListing } from '../../../core/pages/render-listing.ts'
import { elementsOf, parseHtml, textOf } from '../../support/html.ts'
import { sample, site } from '../feeds/samples.ts'

const view = (listing: string) => viewListing(site.publication, listing)

test('a topic that never had an article has no page and no feeds', () => {
  expect(renderListing(site, view('topic/asia'), [])).toEqual({
    put: [],
    remove: ['topics/asia/index.html', 'topics/asia/feed.xml', 'topics/asia/atom.xml', 'topics/asia/feed.json'],
  })
})

test('a topic that lost its last article keeps its page and its feeds', () => {
  const former = { listing: 'topic/rust', name: 'Rust & more', count: 1, updatedAt: '2026-02-03T09:00:00.000Z' }
  const { put, remove } = buildListing(site, 'topic/rust', [], { ...noPast, former })
  expect(put.map(({ path }) => path)).toEqual(listingPaths(site, 'topic/rust'))
  expect(remove).toEqual([])
  expect(put[0]?.body).toContain('<h1><bdi>Rust &amp; more</bdi></h1>')
  expect(put[0]?.body).toContain('There are no articles here at the moment.')
  expect(put[0]?.body).toContain('<meta name="robots" content="noindex">')
  expect(JSON.parse(put[3]?.body ?? '')).toMatchObject({ title: 'Rust & more – The Stack & Co.', items: [] })
})

test('search engines list the page of a topic that has articles', () => {
  expect(renderListing(site, view('topic/asia'), [sample()]).put[0]?.body).not.toContain('noindex')
})

test('the publication without articles keeps its page and feeds', () => {
  const { put, remove } = renderListing(site, view('publication'), [])
  expect(put.map(({ path }) => path)).toEqual(['index.html', 'feed.xml', 'atom.xml', 'feed.json'])
  expect(put[0]?.body).toContain('Nothing has been published yet.')
  expect(remove).toEqual([])
})

test('the page of a full topic links to a search for its older articles', () => {
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
  const articles = Array.from({ length: 30 }, (_, index) =>
    sample({
      slug: `a${index}`,
      title: `Article ${index}`,
      date: new Date(Date.UTC(2015, 0, 60 - index)).toISOString(),
    }),
  )
  const { tree } = parseHtml(renderListing(site, view('publication'), articles).put[0]?.body ?? '')
  const titles = elementsOf(tree, 'a').map(textOf)
  expect(titles.filter((title) => title.startsWith('Article '))).toEqual(
    Array.from({ length: 20 }, (_, index) => `Article ${index}`),
  )
})

describe('the order of articles', () => {
  const old = sample({ slug: 'old', title: 'Old', liveAt: '2026-02-04T09:00:00.000Z' })
  const recent = sample({ slug: 'recent', title: 'Recent', date: '2026-02-03T00:00:00.000Z' })
  const titlesIn = (listing: string, articles: readonly FullArticle[]) => {
    const { tree } = parseHtml(renderListing(site, view(listing), articles).put[0]?.body ?? '')
    return elementsOf(tree, 'a')
      .map(textOf)
      .filter((title) => ['Old', 'Recent'].includes(title))
  }

  test('pages are in the order of dates, and feeds in the order in which articles went live', () => {
    expect(titlesIn('publication', [old, recent])).toEqual(['Recent', 'Old'])
    expect(titlesIn('topic/asia', [old, recent])).toEqual(['Recent', 'Old'])
    const feed = JSON.parse(renderListing(site, view('publication'), [old, recent]).put[3]?.body ?? '')
    expect(feed.items.map(({ title }: { title: string }) => title)).toEqual(['Old', 'Recent'])
  })

  test('a retracted article never leads', () => {
    const retracted = { ...recent, article: { ...recent.article, status: 'retracted' as const } }
    expect(titlesIn('publication', [retracted, old])).toEqual(['Old', 'Recent'])
    expect(titlesIn('topic/asia', [retracted, old])).toEqual(['Old', 'Recent'])
    const alone = renderListing(site, view('publication'), [retracted]).put[0]?.body ?? ''
    expect(alone).toContain('Recent')
    expect(alone).not.toMatch(/class="lead|Nothing has been published/)
  })
})

test('a site in a right-to-left language is laid out from right to left', () => {
  const arabicSite = { ...site, publication: { ...site.publication, language: 'ar' } }
  const { put } = renderListing(arabicSite, view('publication'), [])
  expect(put[0]?.body).toContain('<html lang="ar" dir="rtl">')
})
