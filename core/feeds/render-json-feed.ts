import type { Image } from '../reading/manuscript.ts'
import type { Feed } from './feed.ts'
import type { FeedEntry } from './feed-entry.ts'
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
    attachments: attachments(article.image),
  }
}

function attachments(image: Image | undefined): object[] | undefined {
  if (image?.type === undefined) return undefined
  return [{ url: image.url, mime_type: image.type, size_in_bytes: image.bytes }]
}

function legibleStrings(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? readableText(value) : value
}
