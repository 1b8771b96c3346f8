import { disguiseText } from './adapt-feed.ts'
import { type FeedFormat, feedTypes } from './addresses.ts'
import type { Feed, FeedUrls } from './feed.ts'

/** How a feed's document relates to others: attributes of `atom:link`. */
export type FeedRelation = { readonly rel: string; readonly href: string; readonly type?: string }

/** Itself, the hub (WebSub §4), and its neighbours in the archive (RFC 5005 §4.1). */
export function feedRelations(feed: Feed, format: FeedFormat): readonly FeedRelation[] {
  const link = (rel: string, urls: FeedUrls | undefined): FeedRelation[] =>
    urls ? [{ rel, href: urls[format], type: feedTypes[format] }] : []
  return [
    ...link('self', feed.selfUrls),
    ...link('current', feed.currentUrls),
    ...link('prev-archive', feed.previousUrls),
    ...(feed.hubUrl === undefined ? [] : [{ rel: 'hub', href: disguiseText(feed.hubUrl) }]),
  ]
}
