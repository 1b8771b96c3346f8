import { expect, test } from 'vitest'
import { parseHtml } from '../../../../core/html/parse-html.ts'
import { metadataOf } from '../../../../core/reading/html/page-metadata.ts'

const read = (html: string) => metadataOf(parseHtml(html))

test('the names of HTML, Open Graph and Dublin Core are read', () => {
  expect(
    read(`<html lang=en-GB dir=ltr><title>Site | T</title><meta property=og:title content=T><meta name=description content=S>
      <meta name=author content="Ada Byron"><meta name=keywords content="rail, night mail">
      <meta property=article:published_time content=2015-08-12><meta name=dc.date content=2014-01-01>`),
  ).toMatchObject({
    ...{
      openGraphTitle: 'T',
      titleElement: 'Site | T',
      description: 'S',
      language: 'en-GB',
      direction: 'ltr',
      marks: [],
    },
    ...{ authors: ['Ada Byron'], topics: ['rail', 'night mail'], dates: ['2015-08-12', '2014-01-01'] },
  })
})

test('an author that is an address of a profile is not a name', () => {
  expect(read('<meta property=article:author content=https://example.org/ada>').authors).toEqual([])
})

test('a page without metadata has nothing but absent values', () => {
  expect(read('<p>Text')).toMatchObject({
    titleElement: undefined,
    authors: [],
    dates: [],
    marks: [],
    image: undefined,
  })
})

test('the names of publishing tools and of JSON-LD are read', () => {
  expect(
    read(`<meta name=parsely-author content="Ada Byron"><meta name=parsely-pub-date content=2026-02-03>
      <meta name=sailthru.tags content="rail,mail"><meta property=article:section content=News>
      <meta property=og:updated_time content=2026-02-05><meta http-equiv=content-language content=fr>
      <script type="application/ld+json">{"@type":"Article","dateModified":"2026-02-04","headline":"T"}</script>`),
  ).toMatchObject({
    ...{ authors: ['Ada Byron'], topics: ['rail', 'mail', 'News'], dates: ['2026-02-03'], otherTitles: ['T'] },
    ...{ changes: ['2026-02-04', '2026-02-05'], language: 'fr' },
  })
})

test('an author whom several sources name is named once', () => {
  const data = '<script type="application/ld+json">{"@type":"Article","author":{"name":"Ada B."}}</script>'
  expect(read(`<meta name=author content="Ada Byron">${data}`).authors).toEqual(['Ada Byron'])
})

test('elements that keep a page from the public are found, with their lines', () => {
  const { marks } = read(`<meta name=draft content=true>
<meta name=visibility content=members><meta property=article:expiration_time content=2015-01-01>
<meta name=expires content=0><meta property=og:type content=article><meta name=robots content=noindex>`)
  expect(marks).toEqual([
    { name: 'draft', value: 'true', line: 1 },
    { name: 'visibility', value: 'members', line: 2 },
    { name: 'expiration_time', value: '2015-01-01', line: 2 },
  ])
})
