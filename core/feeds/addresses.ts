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

export function articleFolder(slug: string): string {
  return `articles/${slug}/`
}

/** `topics/asia/`, `archive/2015/08/`; empty for the publication. */
export function listingFolder({ kind, slug }: ListingView): string {
  if (kind === 'publication') return ''
  if (kind === 'month') return `archive/${slug.replace('-', '/')}/`
  return `${kind}s/${slug}/`
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
