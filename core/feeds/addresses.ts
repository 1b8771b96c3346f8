import type { Site } from '../site.ts'
import type { ListingView } from './listing-view.ts'

// Paths are keys of the site bucket. A folder ends with a slash.

/** Names of a feed's files, in its listing's folder or in the folder of a closed document. */
export const feedFiles = { rss: 'feed.xml', atom: 'atom.xml', json: 'feed.json' } as const

export type FeedFormat = keyof typeof feedFiles

export const feedTypes = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
} as const

/** Where CloudFront puts access logs in their bucket. */
export const accessLogFolder = 'site/'

/** Seconds for which CloudFront may serve a cached file. */
export const edgeSeconds = 10

const feedNames: readonly string[] = Object.values(feedFiles)

/** Returns true for the path of a feed or a closed document in any format. */
export function isFeed(path: string): boolean {
  return feedNames.includes(path.slice(path.lastIndexOf('/') + 1))
}

/** Returns the path of the compressed form, which infra/viewer-request.js chooses; undefined if there is none. */
export function compressedPath(path: string): string | undefined {
  return isFeed(path) ? `${path}.gz` : undefined
}

export function articleFolder(slug: string): string {
  return `articles/${slug}/`
}

/** Returns `topics/asia/` or `archive/2015/08/`; empty for the publication. */
export function listingFolder({ kind, slug }: ListingView): string {
  if (kind === 'publication') return ''
  if (kind === 'month') return `archive/${slug.replace('-', '/')}/`
  return `${kind}s/${slug}/`
}

/**
 * Returns the folder of a closed document (RFC 5005): `topics/asia/archives/12/`.
 * @param number counts from 1, the oldest
 */
export function closedDocumentFolder(folder: string, number: number): string {
  return `${folder}archives/${number}/`
}

export function issueFolder(issue: { readonly digest: string; readonly number: number }): string {
  return `issues/${issue.digest}/${issue.number}/`
}

export function monthSitemap(month: string): string {
  return `sitemaps/${month}.xml`
}

/** Returns the path of the search entries of a month. */
export function monthSearch(month: string): string {
  return `search/${month}.json`
}

/** Returns `/topics/asia/` for `topics/asia/`. */
export function hrefOf(path: string): string {
  return `/${path.split('/').map(encodeURIComponent).join('/')}`
}

/** Returns `https://news.example.org/topics/asia/` for `topics/asia/`. */
export function urlOf(site: Site, path: string): string {
  return site.url + hrefOf(path)
}
