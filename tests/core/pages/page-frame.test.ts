import { describe, expect, test } from 'vitest'
import { viewListing } from '../../../core/feeds/listing-view.ts'
import { frame, renderPage } from '../../../core/pages/page-frame.ts'
import { site } from '../feeds/samples.ts'

describe('a page', () => {
  test('in a section marks the section, and has its own address', () => {
    expect(frame(site, { folder: 'topics/asia/' })).toMatchObject({
      canonical: 'https://news.example.org/topics/asia/',
      here: { topics: true, archive: false },
      isHome: false,
      description: site.publication.description,
    })
  })

  test('that is a copy has the address of the original', () => {
    const canonical = 'https://elsewhere.example/a'
    expect(frame(site, { folder: 'articles/a/', canonical }).canonical).toBe(canonical)
  })

  test('in response to a visitor has no address', () => {
    expect(frame(site, { folder: undefined }).canonical).toBeUndefined()
  })

  test('of a listing links to the feeds of the listing first', () => {
    const listing = viewListing(site.publication, 'topic/asia')
    expect(frame(site, { folder: 'topics/asia/', listing }).autodiscovery[0]?.title).toBe('asia (RSS)')
  })

  test('for a reader has the language and text direction of the reader', () => {
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
])('the Open Graph locale of %s is %s', (language, locale) => {
  expect(frame(site, { folder: '', language }).locale).toBe(locale)
})

test('characters that HTML does not allow are removed', () => {
  expect(renderPage(() => 'a\0b\uFFFE', {})).toBe('ab')
})
