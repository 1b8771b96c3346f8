import type { Article, FullArticle } from '../../core/articles/article.ts'
import { composeIssue } from '../../core/issues/compose-issue.ts'
import type { Issue } from '../../core/issues/issue.ts'
import { type Publication, parsePublication } from '../../core/publication.ts'
import type { Site } from '../../core/site.ts'
import type { Secrets } from '../../core/subscribers/secrets.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'

// The benchmarks have their own samples, so that their figures stay comparable when a test needs other data.

export function sampleSite(changes: Partial<Publication> = {}): Site {
  const publication = parsePublication(
    JSON.stringify({
      title: 'The Example Post',
      description: 'News from everywhere',
      siteUrl: 'https://news.example.org',
      tag: 'example.org,2026',
      language: 'en-GB',
      timeZone: 'Europe/Berlin',
      sender: { name: 'The Example Post', address: 'post@example.org' },
      postalAddress: '1 Example Street, 12345 Exampletown',
      topics: [{ slug: 'rural-life', name: 'Rural life' }],
    }),
  )
  return { publication: { ...publication, ...changes }, url: 'https://news.example.org' }
}

export function sampleArticle(slug: string, changes: Partial<Article> = {}): Article {
  return {
    id: slug,
    key: `articles/${slug}.md`,
    guid: `tag:example.org,2026:articles/${slug}.md`,
    slug,
    title: `Title of ${slug}`,
    summary: `Summary of ${slug}.`,
    authors: [],
    topics: [{ slug: 'news', name: 'News' }],
    language: 'en',
    direction: 'ltr',
    date: '2026-11-20T00:00:00.000Z',
    image: undefined,
    source: 'news',
    liveAt: '2026-11-20T10:00:00.000Z',
    updatedAt: '2026-11-20T10:00:00.000Z',
    contentKey: `bodies/${slug}`,
    words: 100,
    ...changes,
  }
}

/** Returns an article with the same HTML as its body on pages, in feeds and in mails. */
export function withBody(article: Article, html: string): FullArticle {
  return { article, body: { page: html, feed: html, email: html, text: html.replaceAll(/<[^>]*>/g, '') } }
}

export const secrets: Secrets = {
  addressPepper: 'aa'.repeat(32),
  signingKeys: [
    { id: '2', key: 'bb'.repeat(32) },
    { id: '1', key: 'cc'.repeat(32) },
  ],
}

export function sampleSubscriber(changes: Partial<Subscriber> = {}): Subscriber {
  return {
    id: 'a0b1c2d3e4f5a6b7c8d9e0f1',
    address: 'ada@example.org',
    state: 'confirmed',
    digest: 'daily',
    topics: [],
    language: 'en',
    timeZone: 'Europe/Berlin',
    consent: { source: 'form', at: '2026-11-01T00:00:00.000Z' },
    createdAt: '2026-11-01T00:00:00.000Z',
    confirmedAt: '2026-11-02T00:00:00.000Z',
    unsubscribedAt: undefined,
    pausedUntil: undefined,
    revision: 1,
    ...changes,
  }
}

const words = 'The night mail will run again on the northern line, as it did before the war – at least on weekdays. '

/** Returns an issue of 32 articles, whose mail has about 60 KB of HTML and 10 KB of text. */
export function largeIssue(site: Site): Issue {
  const articles = Array.from({ length: 32 }, (_, n) =>
    sampleArticle(`article-${n}`, { title: `Story ${n}`, summary: words.repeat(3) }),
  )
  return composeIssue(site, 'daily', 12, articles, '2026-11-21T06:00:00.000Z')
}
