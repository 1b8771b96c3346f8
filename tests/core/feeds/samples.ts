import type { Article, FullArticle } from '../../../core/articles/article.ts'
import { parsePublication } from '../../../core/publication.ts'
import type { Site } from '../../../core/site.ts'

export const site: Site = {
  url: 'https://news.example.org',
  publication: parsePublication(
    JSON.stringify({
      title: 'The Stack & Co.',
      description: 'Technology news for those who run it.',
      siteUrl: 'https://news.example.org',
      tag: 'example.org,2026',
      language: 'en-GB',
      timeZone: 'America/New_York',
      sender: { name: 'The Stack', address: 'news@example.org' },
      postalAddress: '1 Fleet Street, London',
      topics: ['Asia', 'China', { slug: 'c-plus-plus', name: 'C++' }, 'security'],
      feedWindow: 3,
    }),
  ),
}

/** Returns an article with the fields that matter to a test, and defaults for the others. */
export function sample(changes: Partial<Article> = {}, html = '<p>Hello.</p>'): FullArticle {
  const slug = changes.slug ?? 'hello'
  const article: Article = {
    id: slug,
    key: `articles/${slug}.md`,
    guid: `tag:example.org,2026:articles/${slug}.md`,
    slug,
    source: 'news',
    title: 'Hello',
    summary: 'A greeting.',
    authors: [],
    topics: [],
    language: 'en-GB',
    direction: 'ltr',
    image: undefined,
    date: '2015-08-12T00:00:00.000Z',
    liveAt: '2026-02-03T09:00:00.000Z',
    updatedAt: '2026-02-03T09:00:00.000Z',
    contentKey: `bodies/${slug}.json`,
    words: 640,
    ...changes,
  }
  return { article, body: { page: html, feed: html, email: html, text: html.replaceAll(/<[^>]*>/g, '') } }
}

const china = { slug: 'china', name: 'China' }
const asia = { slug: 'asia', name: 'Asia' }

export const obama = sample(
  {
    slug: 'us-tech-groups-press-obama',
    title: 'U.S. tech groups press Obama on Chinese cybersecurity',
    summary: 'A collection of U.S. business and industry groups is urging President Obama to reason with Beijing.',
    authors: [{ slug: 'alice-macfarlane', name: 'Alice MacFarlane' }],
    topics: [asia, china, { slug: 'news', name: 'news' }, { slug: 'security', name: 'security' }],
  },
  `<p>A collection of U.S. business and industry groups is urging President Obama to reason with Beijing.</p>
<h2 id="letter">The letter</h2>
<p>‘China has <a href="https://example.com/?a=1&#x26;b=2">increasingly pursued</a> policies’, the letter read.</p>`,
)

export const corrected = sample(
  {
    slug: 'templates',
    title: 'Generics in C++: <vector> & "friends"',
    summary: 'Why 1 < 2 && 3 > 2, explained.',
    authors: [
      { slug: 'bob', name: 'Bob & Sons' },
      { slug: 'eve', name: 'Eve' },
    ],
    topics: [{ slug: 'c-plus-plus', name: 'C++' }],
    image: {
      url: 'https://images.example.com/a.jpg?w=1&h=2',
      alt: 'A "vector"',
      width: 1200,
      height: 800,
      type: 'image/webp',
      bytes: 48_213,
    },
    date: '2026-02-03T02:30:00.000Z',
    liveAt: '2026-02-03T02:30:00.000Z',
    updatedAt: '2026-02-06T10:00:00.000Z',
  },
  '<p>std::vector ends with <code>]]&gt;</code> or even <code>]]></code>.</p>',
)

export const arabic = sample(
  {
    slug: 'مرحبا',
    key: 'backfill/ar/مرحبا.md',
    guid: 'tag:example.org,2026:backfill/ar/%D9%85%D8%B1%D8%AD%D8%A8%D8%A7.md',
    source: 'backfill',
    title: 'مرحبا بالعالم',
    summary: 'أهلا وسهلا.',
    topics: [asia],
    language: 'ar',
    direction: 'rtl',
    date: '2014-05-01T10:00:00.000Z',
    liveAt: '2014-05-01T10:00:00.000Z',
    updatedAt: '2026-02-01T08:00:00.000Z',
  },
  '<p>أهلا وسهلا.</p>',
)
