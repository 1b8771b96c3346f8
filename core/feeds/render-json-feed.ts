import type { Feed, FeedEntry } from './feed.ts'
import { legible } from './legible.ts'

/** JSON Feed 1.1 with full content; ours, because the library `feed` writes 1.0. */
export function renderJsonFeed(feed: Feed): string {
  const document = {
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: feed.homeUrl,
    feed_url: feed.selfUrls.json,
    description: feed.description,
    language: feed.language,
    authors: [{ name: feed.author }],
    items: feed.entries.map(renderItem),
  }
  return JSON.stringify(document, legibleStrings, 2)
}

function renderItem({ article, content, url }: FeedEntry): object {
  return {
    id: article.guid,
    url,
    title: article.title,
    summary: article.summary || undefined,
    content_html: content,
    image: article.image?.url,
    date_published: article.date,
    date_modified: article.updatedAt,
    authors: article.authors.length > 0 ? article.authors.map(({ name }) => ({ name })) : undefined,
    tags: article.topics.length > 0 ? article.topics.map(({ name }) => name) : undefined,
    language: article.language,
  }
}

function legibleStrings(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? legible(value) : value
}
