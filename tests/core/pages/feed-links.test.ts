import { expect, test } from 'vitest'
import { viewListing } from '../../../core/feeds/listing-view.ts'
import { autodiscovery, feedView } from '../../../core/pages/feed-links.ts'
import { site } from '../feeds/samples.ts'

const view = (listing: string) => viewListing(site.publication, listing)

test("a page links to its own feeds and the publication's in each format, and to the RSS feeds of related listings", () => {
  const links = autodiscovery(site, view('topic/asia'), [view('author/eve')])
  expect(links.map(({ title, url }) => `${title}: ${url.replace(site.url, '')}`)).toEqual([
    'asia (RSS): /topics/asia/feed.xml',
    'asia (Atom): /topics/asia/atom.xml',
    'asia (JSON Feed): /topics/asia/feed.json',
    'The Stack & Co. (RSS): /feed.xml',
    'The Stack & Co. (Atom): /atom.xml',
    'The Stack & Co. (JSON Feed): /feed.json',
    'eve (RSS): /authors/eve/feed.xml',
  ])
})

test("the publication's feeds are not linked twice", () => {
  expect(autodiscovery(site, view('publication'))).toHaveLength(3)
})

test('the feeds of a listing have full addresses for copying and paths for links', () => {
  expect(feedView(site, view('topic/asia'))).toEqual({
    name: 'asia',
    href: '/topics/asia/',
    homeUrl: 'https://news.example.org/topics/asia/',
    rssHref: '/topics/asia/feed.xml',
    rssUrl: 'https://news.example.org/topics/asia/feed.xml',
    atomHref: '/topics/asia/atom.xml',
    jsonHref: '/topics/asia/feed.json',
  })
})
