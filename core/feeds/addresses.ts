import type { Site } from '../site.ts'
import type { ListingView } from './listing-view.ts'

/** Where things stand on the site. Paths are keys of the site bucket; folders end in a slash. */
export const feedFiles = { rss: 'feed.xml', atom: 'atom.xml', json: 'feed.json' } as const

export type FeedFormat = keyof typeof feedFiles

export const feedTypes = {
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
} as const

/** How long CloudFront answers with what it has, in seconds. */
export const edgeSeconds = 10

const feedNames: readonly string[] = Object.values(feedFiles)

/** Whether a path is that of a feed in some format, or of one of its closed documents. */
export function isFeed(path: string): boolean {
  return feedNames.includes(path.slice(path.lastIndexOf('/') + 1))
}

/** Where a file is kept compressed besides: infra/viewer-request.js chooses. Undefined: it is not. */
export function compressedPath(path: string): string | undefined {
  return isFeed(path) ? `${path}.gz` : undefined
}

export function articleFolder(slug: string): string {
  return `articles/${slug}/`
}

/** `topics/asia/`, `archive/2015/08/`; empty for the publication. */
export function listingFolder({ kind, slug }: ListingView): string {
  if (kind === 'publication') return ''
  if (kind === 'month') return `archive/${slug.replace('-', '/')}/`
  return `${kind}s/${slug}/`
}

/** A closed document of a listing's feed (RFC 5005): `topics/asia/archives/12/`. @param number counts from 1, the oldest */
export function closedDocumentFolder(folder: string, number: number): string {
  return `${folder}archives/${number}/`
}

export function issueFolder(issue: { readonly digest: string; readonly number: number }): string {
  return `issues/${issue.digest}/${issue.number}/`
}

export function monthSitemap(month: string): string {
  return `sitemaps/${month}.xml`
}

/** What the search knows of a month's articles. */
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
