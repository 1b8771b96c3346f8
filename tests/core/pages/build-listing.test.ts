import { expect, test } from 'vitest'
import {
  buildListing,
  buildOverviews,
  hasFeeds,
  listingPaths,
  overviewPaths,
  summarize,
} from '../../../core/pages/build-listing.ts'
import { corrected, obama, sample, site } from '../feeds/samples.ts'

test.each(['publication', 'topic/asia', 'author/eve', 'month/2015-08'])(
  'the paths of %s do not depend on its articles',
  (listing) => {
    const { put } = buildListing(site, listing, [obama])
    expect(put.map(({ path }) => path)).toEqual(listingPaths(site, listing))
    expect(put.some(({ path }) => path.endsWith('feed.xml'))).toBe(hasFeeds(listing))
  },
)

test('the summary of a listing has the number of its articles and their latest change', () => {
  const articles = [obama, corrected, sample()].map(({ article }) => article)
  expect(summarize(site, 'topic/asia', articles)).toEqual({
    listing: 'topic/asia',
    name: 'Asia',
    count: 3,
    updatedAt: corrected.article.updatedAt,
  })
})

test('a listing without articles has no summary', () => {
  expect(summarize(site, 'topic/asia', [])).toBeUndefined()
})

test('overviews use the name in the summary of a listing, and their paths do not depend on listings', () => {
  const summary = { listing: 'topic/rust', name: 'Rust & more', count: 1, updatedAt: '2026-02-03T09:00:00.000Z' }
  const { put } = buildOverviews(site, [summary])
  expect(put.find(({ path }) => path === 'topics/index.html')?.body).toContain('Rust &amp; more')
  expect(put.map(({ path }) => path)).toEqual(overviewPaths(site))
})
