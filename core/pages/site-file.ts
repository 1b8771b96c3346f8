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

/** Readers ask every five minutes; what CloudFront has is never older than some seconds, as hubs fetch it at once. */
const fiveMinutes = `public, max-age=300, s-maxage=${edgeSeconds}`
const forEver = 'public, max-age=31536000, immutable'

export function siteFile(path: string, type: keyof typeof types, body: string): SiteDocument {
  return { path, contentType: `${types[type]}; charset=utf-8`, cacheControl: fiveMinutes, body }
}

/** A file whose name changes with its content. */
export function lastingFile(path: string, type: keyof typeof types, body: string): SiteDocument {
  return { ...siteFile(path, type, body), cacheControl: forEver }
}

/** A closed document of a feed: readers keep it, and shared caches let go of what was withdrawn from it within the hour. */
export function closedFile(path: string, type: keyof typeof types, body: string): SiteDocument {
  return { ...siteFile(path, type, body), cacheControl: 'public, max-age=31536000, s-maxage=3600, immutable' }
}

/** The page of a folder: `topics/asia/` → `topics/asia/index.html`. */
export function pageOf(folder: string, html: string): SiteDocument {
  return siteFile(`${folder}index.html`, 'html', html)
}
