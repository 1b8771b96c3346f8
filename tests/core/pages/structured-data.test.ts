import { expect, test } from 'vitest'
import { articleData, publicationData } from '../../../core/pages/structured-data.ts'
import { corrected, sample, site } from '../feeds/samples.ts'

test('the data of an article has its authors, dates and image', () => {
  expect(JSON.parse(articleData(site, corrected.article))).toMatchObject({
    '@type': 'NewsArticle',
    '@id': corrected.article.guid,
    headline: 'Generics in C++: <vector> & "friends"',
    datePublished: '2026-02-03T02:30:00.000Z',
    dateModified: '2026-02-06T10:00:00.000Z',
    author: [
      { '@type': 'Person', name: 'Bob & Sons', url: 'https://news.example.org/authors/bob/' },
      { '@type': 'Person', name: 'Eve', url: 'https://news.example.org/authors/eve/' },
    ],
    image: [{ width: 1200, height: 800, caption: 'A "vector"' }],
  })
})

test('the author of an article without authors is the publisher', () => {
  const data = JSON.parse(articleData(site, sample().article))
  expect(data.author).toEqual(data.publisher)
  expect(data).not.toHaveProperty('image')
})

test('the data of the publication has its search', () => {
  expect(JSON.parse(publicationData(site))).toMatchObject({
    '@type': 'WebSite',
    name: 'The Stack & Co.',
    potentialAction: { target: { urlTemplate: 'https://news.example.org/search/?q={search_term_string}' } },
  })
})

test('no text can end the script element around the data', () => {
  const title = '</script><!--'
  const data = articleData(site, sample({ title }).article)
  expect(data).not.toContain('<')
  expect(JSON.parse(data).headline).toBe(title)
})
