import { expect, test } from 'vitest'
import { closedFile, errorPage, lastingFile, pageOf, siteFile } from '../../../core/pages/site-file.ts'

test('browsers keep a file for five minutes, and CloudFront keeps it for some seconds', () => {
  expect(siteFile('feed.xml', 'rss', 'x')).toEqual({
    path: 'feed.xml',
    contentType: 'application/rss+xml; charset=utf-8',
    cacheControl: 'public, max-age=300, s-maxage=10',
    body: 'x',
  })
})

test('a file with a hash in its name is kept for a year', () => {
  expect(lastingFile('a.css', 'css', '').cacheControl).toBe('public, max-age=31536000, immutable')
})

test('a closed document is kept for a year by readers, and for an hour by shared caches', () => {
  expect(closedFile('feed.xml', 'rss', '').cacheControl).toBe('public, max-age=31536000, s-maxage=3600, immutable')
})

test('a page is the index.html of its folder', () => {
  expect(pageOf('topics/asia/', '<p>')).toMatchObject({
    path: 'topics/asia/index.html',
    contentType: 'text/html; charset=utf-8',
  })
})

test('browsers do not keep an error page', () => {
  expect(errorPage('404.html', '').cacheControl).toBe('public, max-age=0, s-maxage=10')
})
