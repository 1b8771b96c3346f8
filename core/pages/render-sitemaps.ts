import { sitemapIndexXml, sitemapXml } from '#templates/pages'
import { listingFolder, monthSitemap, urlOf } from '../feeds/addresses.ts'
import type { ListingSummary } from '../feeds/listing-view.ts'
import type { Site, SiteDocument } from '../site.ts'
import { sitemapMaximum } from './limits.ts'
import { siteFile } from './site-file.ts'

const pagesSitemap = 'sitemaps/pages.xml'
const overviews = ['', 'archive/', 'topics/', 'authors/', 'issues/', 'feeds/', 'search/', 'subscribe/']

type DatedUrl = { readonly url: string; readonly updatedAt: string | undefined }

/**
 * Renders the index of all sitemaps, and the sitemap of all pages except articles, which are in the sitemaps of their
 * months.
 */
export function renderSitemaps(
  site: Site,
  listings: readonly ListingSummary[],
  months: readonly ListingSummary[],
): readonly SiteDocument[] {
  const pages = [...listings, ...months].map((each) => dated(site, listingFolder(each.listing), each.updatedAt))
  const urls = [...overviews.map((folder) => dated(site, folder)), ...pages]
  const ofPages = sitemapPaths(pagesSitemap, urls.length).map((path) => dated(site, path))
  const ofMonths = months.flatMap(({ listing, count, updatedAt }) =>
    sitemapPaths(monthSitemap(listing.slug), count).map((path) => dated(site, path, updatedAt)),
  )
  return [
    siteFile('sitemap.xml', 'xml', sitemapIndexXml({ sitemaps: [...ofPages, ...ofMonths] })),
    ...renderSitemap(pagesSitemap, urls),
  ]
}

/** Renders a sitemap, or several if there are more URLs than one may contain. */
export function renderSitemap(path: string, urls: readonly DatedUrl[]): readonly SiteDocument[] {
  return sitemapPaths(path, urls.length).map((part, index) => {
    const ofPart = urls.slice(index * sitemapMaximum, (index + 1) * sitemapMaximum)
    return siteFile(part, 'xml', sitemapXml({ urls: ofPart }))
  })
}

/** Returns `sitemaps/2026-10.xml`, `sitemaps/2026-10-2.xml` and so on. */
function sitemapPaths(path: string, urls: number): readonly string[] {
  const parts = Math.max(1, Math.ceil(urls / sitemapMaximum))
  return Array.from({ length: parts }, (_, index) => (index === 0 ? path : path.replace(/\.xml$/, `-${index + 1}.xml`)))
}

function dated(site: Site, path: string, updatedAt?: string): DatedUrl {
  return { url: urlOf(site, path), updatedAt }
}
