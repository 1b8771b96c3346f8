import { type FeedFormat, feedTypes } from './addresses.ts'
import type { Feed, FeedUrls } from './feed.ts'

/** The attributes of an `atom:link` from a document of a feed to itself, to another document or to the hub. */
export type FeedRelation = { readonly rel: string; readonly href: string; readonly type?: string }

/** Returns links from a document to itself, the hub (WebSub §4) and related documents of the feed (RFC 5005 §4.1). */
export function feedRelations(feed: Feed, format: FeedFormat): readonly FeedRelation[] {
  const link = (rel: string, urls: FeedUrls | undefined): FeedRelation[] =>
    urls ? [{ rel, href: urls[format], type: feedTypes[format] }] : []
  return [
    ...link('self', feed.selfUrls),
    ...link('current', feed.currentUrls),
    ...link('prev-archive', feed.previousUrls),
    ...(feed.hubUrl === undefined ? [] : [{ rel: 'hub', href: feed.hubUrl }]),
  ]
}
