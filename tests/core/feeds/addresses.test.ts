import { expect, test } from 'vitest'
import {
  articleFolder,
  closedDocumentFolder,
  compressedPath,
  hrefOf,
  isFeed,
  issueFolder,
  listingFolder,
  monthSearch,
  monthSitemap,
  urlOf,
} from '../../../core/feeds/addresses.ts'
import { viewListing } from '../../../core/feeds/listing-view.ts'
import { site } from './samples.ts'

test.each([
  ['publication', ''],
  ['topic/asia', 'topics/asia/'],
  ['author/eve', 'authors/eve/'],
  ['month/2015-08', 'archive/2015/08/'],
])('the listing %s is at "%s"', (listing, folder) => {
  expect(listingFolder(viewListing(site.publication, listing))).toBe(folder)
})

test('articles, closed documents, issues, sitemaps and search entries have fixed paths', () => {
  expect(articleFolder('hello')).toBe('articles/hello/')
  expect(closedDocumentFolder('topics/asia/', 12)).toBe('topics/asia/archives/12/')
  expect(issueFolder({ digest: 'daily', number: 3 })).toBe('issues/daily/3/')
  expect(monthSitemap('2015-08')).toBe('sitemaps/2015-08.xml')
  expect(monthSearch('2015-08')).toBe('search/2015-08.json')
})

test('addresses encode characters that URLs cannot contain', () => {
  expect(hrefOf('articles/مرحبا?/')).toBe('/articles/%D9%85%D8%B1%D8%AD%D8%A8%D8%A7%3F/')
  expect(urlOf(site, 'a b/')).toBe('https://news.example.org/a%20b/')
})

test.each([
  ['feed.xml', true],
  ['topics/asia/atom.xml', true],
  ['archives/12/feed.json', true],
  ['sitemap.xml', false],
  ['articles/feed.xml/index.html', false],
])('%s is a feed, which also has a compressed form: %s', (path, expected) => {
  expect(isFeed(path)).toBe(expected)
  expect(compressedPath(path)).toBe(expected ? `${path}.gz` : undefined)
})
