import type { Article } from '../articles/article.ts'
import type { Feed } from './feed.ts'
import type { FeedEntry } from './feed-entry.ts'
import { enclosures } from './feed-media.ts'
import { readableText } from './readable-text.ts'

/** Renders JSON Feed 1.1. The library `feed` writes only 1.0. */
export function renderJsonFeed(feed: Feed): string {
  const document = {
    version: 'https://jsonfeed.org/version/1.1',
    title: feed.title,
    home_page_url: feed.homeUrl,
    feed_url: feed.selfUrls.json,
    description: feed.description,
    next_url: feed.previousUrls?.json,
    icon: feed.iconUrl,
    favicon: feed.faviconUrl,
    language: feed.language,
    authors: [{ name: feed.author }],
    hubs: feed.hubUrl === undefined ? undefined : [{ type: 'WebSub', url: feed.hubUrl }],
    items: feed.entries.map(renderItem),
  }
  return JSON.stringify(document, legibleStrings, 2)
}

function renderItem({ article, content, url, updated, authors }: FeedEntry): object {
  return {
    id: article.guid,
    url,
    title: article.title,
    summary: article.summary || undefined,
    ...(content === undefined ? { content_text: article.summary } : { content_html: content }),
    image: article.image?.url,
    date_published: article.date,
    date_modified: updated,
    authors: authors.length > 0 ? authors : undefined,
    tags: article.topics.length > 0 ? article.topics.map(({ name }) => name) : undefined,
    language: article.language,
    attachments: attachments(article),
  }
}

function attachments(article: Article): object[] | undefined {
  const all = enclosures(article).map(({ url, length, type }) => ({ url, mime_type: type, size_in_bytes: length }))
  return all.length > 0 ? all : undefined
}

function legibleStrings(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? readableText(value) : value
}
