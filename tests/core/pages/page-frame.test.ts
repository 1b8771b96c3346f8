import { describe, expect, test } from 'vitest'
import { viewListing } from '../../../core/feeds/listing-view.ts'
import { frame, renderPage } from '../../../core/pages/page-frame.ts'
import { site } from '../feeds/samples.ts'

describe('a page', () => {
  test('in a section has it marked, and its own address', () => {
    expect(frame(site, { folder: 'topics/asia/' })).toMatchObject({
      canonical: 'https://news.example.org/topics/asia/',
      here: { topics: true, archive: false },
      isHome: false,
      description: site.publication.description,
    })
  })

  test('that is a copy names the address of the original', () => {
    const canonical = 'https://elsewhere.example/a'
    expect(frame(site, { folder: 'articles/a/', canonical }).canonical).toBe(canonical)
  })

  test('that answers a visitor has no address', () => {
    expect(frame(site, { folder: undefined }).canonical).toBeUndefined()
  })

  test('of a listing names the feeds of the listing first', () => {
    const listing = viewListing(site.publication, 'topic/asia')
    expect(frame(site, { folder: 'topics/asia/', listing }).autodiscovery[0]?.title).toBe('asia (RSS)')
  })

  test('for a reader is in the language and direction of the reader', () => {
    expect(frame(site, { folder: '', reader: 'ar' })).toMatchObject({
      reader: { language: 'ar', direction: 'rtl' },
      publication: { language: 'en-GB', direction: 'ltr' },
    })
  })
})

test.each([
  ['en-GB', 'en_GB'],
  ['de', 'de_DE'],
  ['ar', 'ar_EG'],
])('Open Graph knows %s as %s', (language, locale) => {
  expect(frame(site, { folder: '', language }).locale).toBe(locale)
})

test('characters that no HTML document may have are dropped', () => {
  expect(renderPage(() => 'a\0b\uFFFE', {})).toBe('ab')
})
