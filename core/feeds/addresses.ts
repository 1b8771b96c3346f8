import type { Site } from '../site.ts'
import type { ListingView } from './listing-view.ts'

/** Paths on the site. A path is a key of the site bucket; a folder ends with a slash. */
export const feedFiles = { rss: 'feed.xml', atom: 'atom.xml', json: 'feed.json' } as const

export type FeedFormat = keyof typeof feedFiles

export const feedTypes = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
} as const

/** Seconds that CloudFront may serve a cached file. */
export const edgeSeconds = 10

const feedNames: readonly string[] = Object.values(feedFiles)

/** Whether a path is that of a feed or of a closed document, in any format. */
export function isFeed(path: string): boolean {
  return feedNames.includes(path.slice(path.lastIndexOf('/') + 1))
}

/** Returns the path of the compressed form, which infra/viewer-request.js chooses. Undefined: there is none. */
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

/** The path of the search entries of a month. */
export function monthSearch(month: string): string {
  return `search/${month}.json`
}

/** `/topics/asia/` */
export function hrefOf(path: string): string {
  return `/${path.split('/').map(encodeURIComponent).join('/')}`
}

/** `https://news.example.org/topics/asia/` */
export function urlOf(site: Site, path: string): string {
  return site.url + hrefOf(path)
}
