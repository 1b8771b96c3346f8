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
    ...{ title: 'T', description: 'S', language: 'en-GB', direction: 'ltr', draft: false },
    ...{ authors: ['Ada Byron'], topics: ['rail', 'night mail'], dates: ['2015-08-12', '2014-01-01'] },
  })
})

test('an author that is an address of a profile is not a name', () => {
  expect(read('<meta property=article:author content=https://example.org/ada>').authors).toEqual([])
})

test('a page without metadata has nothing but absent values', () => {
  expect(read('<p>Text')).toMatchObject({ title: undefined, authors: [], dates: [], draft: false, image: undefined })
})
