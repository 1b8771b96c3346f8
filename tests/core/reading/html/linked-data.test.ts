import { expect, test } from 'vitest'
import { parseHtml } from '../../../../core/html/parse-html.ts'
import { elementsOf } from '../../../../core/html/tree.ts'
import { linkedDataOf } from '../../../../core/reading/html/linked-data.ts'

const read = (json: string) =>
  linkedDataOf(elementsOf(parseHtml(`<script type="application/ld+json">${json}</script>`, false)))

test('an article is read from a graph, with an author who is described elsewhere', () => {
  const graph = [
    { '@type': 'WebPage', '@id': '#page', name: 'Night mail - Old Blog', datePublished: '2020-01-01' },
    {
      ...{ '@type': ['Article', 'BlogPosting'], headline: 'Bath &amp; Wells', datePublished: '2026-02-03T10:00:00Z' },
      ...{ author: { '@id': '#ada' }, keywords: ['rail', 'night mail'], articleSection: 'News', inLanguage: 'en-GB' },
      ...{ dateModified: '2026-02-04', image: { '@id': '#picture' } },
    },
    { '@type': 'Person', '@id': '#ada', name: 'Ada Byron' },
    { '@type': 'ImageObject', '@id': '#picture', url: 'https://x.example/a.png' },
  ]
  expect(read(JSON.stringify({ '@context': 'https://schema.org', '@graph': graph }))).toEqual({
    ...{
      headline: 'Bath & Wells',
      description: undefined,
      authors: ['Ada Byron'],
      topics: ['rail', 'night mail', 'News'],
    },
    ...{
      published: '2026-02-03T10:00:00Z',
      modified: '2026-02-04',
      language: 'en-GB',
      isFree: true,
      status: undefined,
    },
    image: 'https://x.example/a.png',
  })
})

test('lists of articles, lists of authors and comment marks around the JSON are read', () => {
  const json =
    '[{"@type":"http://schema.org/NewsArticle","name":"T","author":["Ada",{"name":"Grace"}],"keywords":"a, b"}]'
  expect(read(`//<![CDATA[\n${json}\n//]]>`)).toMatchObject({
    headline: 'T',
    authors: ['Ada', 'Grace'],
    topics: ['a', 'b'],
  })
})

test('a part that is not free makes the page not free', () => {
  expect(read('{"@type":"Article","hasPart":{"@type":"WebPageElement","isAccessibleForFree":"False"}}').isFree).toBe(
    false,
  )
})

test.each(['{', '[]', '"x"', 'null', '{"@type":{}}', `${'['.repeat(5000)}${']'.repeat(5000)}`])(
  '%.20s is read as nothing',
  (json) => {
    expect(read(json)).toMatchObject({ headline: undefined, authors: [], topics: [], isFree: true })
  },
)

test('an article without a date of publication has that of its creation', () => {
  expect(read('{"@type":"Article","dateCreated":"2026-02-03"}').published).toBe('2026-02-03')
})
