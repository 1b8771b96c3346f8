import { edgeSeconds } from '../feeds/addresses.ts'
import type { SiteDocument } from '../site.ts'

const types = {
  html: 'text/html',
  css: 'text/css',
  js: 'text/javascript',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  opml: 'text/x-opml',
  xml: 'application/xml',
  rss: 'application/rss+xml',
  atom: 'application/atom+xml',
  json: 'application/feed+json',
  data: 'application/json',
} as const

/**
 * Browsers and feed readers cache for five minutes. CloudFront caches for only a few seconds, because hubs fetch a feed as
 * soon as it changes.
 */
const fiveMinutes = `public, max-age=300, s-maxage=${edgeSeconds}`
const forever = 'public, max-age=31536000, immutable'

export function siteFile(path: string, type: keyof typeof types, body: string): SiteDocument {
  return { path, contentType: `${types[type]}; charset=utf-8`, cacheControl: fiveMinutes, body }
}

/** Returns a page that CloudFront shows instead of an error. Browsers do not keep it, because the next answer may be another. */
export function errorPage(path: string, html: string): SiteDocument {
  return { ...siteFile(path, 'html', html), cacheControl: `public, max-age=0, s-maxage=${edgeSeconds}` }
}

/** Returns a file that never changes, because its name contains a hash of its content. */
export function lastingFile(path: string, type: keyof typeof types, body: string): SiteDocument {
  return { ...siteFile(path, type, body), cacheControl: forever }
}

/** Returns true for a file that `lastingFile` returned. */
export function isLasting({ cacheControl }: SiteDocument): boolean {
  return cacheControl === forever
}

/**
 * Returns a file of a closed document. Feed readers may keep it; shared caches refresh it hourly, because withdrawn
 * articles are removed.
 */
export function closedFile(path: string, type: keyof typeof types, body: string): SiteDocument {
  return { ...siteFile(path, type, body), cacheControl: 'public, max-age=31536000, s-maxage=3600, immutable' }
}

/** Returns the page of a folder: `topics/asia/index.html` for `topics/asia/`. */
export function pageOf(folder: string, html: string): SiteDocument {
  return siteFile(`${folder}index.html`, 'html', html)
}
