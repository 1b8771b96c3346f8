import type { Article } from '../../../core/articles/article.ts'
import { composeIssue } from '../../../core/issues/compose-issue.ts'
import type { Issue } from '../../../core/issues/issue.ts'
import { personalParts } from '../../../core/issues/personal-parts.ts'
import { type Publication, parsePublication } from '../../../core/publication.ts'
import type { Site } from '../../../core/site.ts'

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

export function sampleArticle(id: string, changes: Partial<Article> = {}): Article {
  return {
    id,
    key: `articles/${id}.md`,
    guid: `tag:example.org,2026:${id}`,
    slug: id,
    title: `Title of ${id}`,
    summary: `Summary of ${id}.`,
    authors: [],
    topics: [{ slug: 'news', name: 'News' }],
    language: 'en',
    direction: 'ltr',
    date: '2026-11-20T00:00:00.000Z',
    image: undefined,
    source: 'news',
    liveAt: '2026-11-20T10:00:00.000Z',
    updatedAt: '2026-11-20T10:00:00.000Z',
    contentKey: `bodies/${id}`,
    words: 100,
    ...changes,
  }
}

export const sampleArticles: readonly Article[] = [
  sampleArticle('cybersecurity', {
    title: 'U.S. tech groups press Obama on Chinese cybersecurity',
    summary:
      'Technology associations urged the Obama administration on Wednesday to press China over rules that “would hurt American companies” & split the internet; 100% = all of them, <they> said.',
    topics: ['Asia', 'China', 'security'].map((name) => ({ slug: name.toLowerCase(), name })),
    date: '2015-08-12T00:00:00.000Z',
    liveAt: '2026-11-20T10:00:03.000Z',
  }),
  sampleArticle('climate', {
    title: 'قمة المناخ تنتهي باتفاق جديد',
    summary: 'انتهت قمة المناخ باتفاق جديد بين الدول المشاركة بعد مفاوضات طويلة استمرت أسبوعين.',
    authors: [{ slug: 'layla', name: 'ليلى حسن' }],
    language: 'ar',
    direction: 'rtl',
    liveAt: '2026-11-20T10:00:02.000Z',
  }),
  sampleArticle('railway', {
    title: '日本の新しい鉄道が開業 🚄',
    summary: '新しい鉄道路線が本日開業した。最初の列車は午前六時に出発し、多くの人々が駅に集まった。',
    language: 'ja',
    liveAt: '2026-11-20T10:00:01.000Z',
  }),
]

export function sampleIssue(site: Site, articles: readonly Article[] = sampleArticles): Issue {
  return composeIssue(site, 'daily', 12, articles, '2026-11-21T06:00:00.000Z')
}

export function samplePersonal(site: Site, issue: Issue, topics: readonly string[] = ['security', 'china']) {
  const { language } = site.publication
  const subscriber = { id: 'ab12cd34', address: 'ada@example.org', topics, language }
  const tokens = { preferences: 'cHJlZmVyZW5jZXM', unsubscribe: 'dW5zdWJzY3JpYmU' }
  return personalParts(site, issue, subscriber, tokens, 2)
}
