import { expect, test } from 'vitest'
import { viewListing } from '../../../core/feeds/listing-view.ts'
import { renderSitemap, renderSitemaps } from '../../../core/pages/render-sitemaps.ts'
import { site } from '../feeds/samples.ts'

const view = (listing: string) => viewListing(site.publication, listing)

test('a sitemap that would exceed the maximum of the protocol is split, and the index lists every part', () => {
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

test('an address without a date has no lastmod', () => {
  const [sitemap] = renderSitemap('sitemaps/pages.xml', [{ url: `${site.url}/`, updatedAt: undefined }])
  expect(sitemap?.body).not.toContain('lastmod')
})
