import { sitemapIndexXml, sitemapXml } from '#templates/pages'
import { listingFolder, monthSitemap, urlOf } from '../feeds/addresses.ts'
import type { Site, SiteDocument } from '../site.ts'
import type { ListingSummary } from './render-overviews.ts'
import { siteFile } from './site-file.ts'

const pagesSitemap = 'sitemaps/pages.xml'
const overviews = ['', 'archive/', 'topics/', 'authors/', 'issues/', 'feeds/', 'search/', 'subscribe/']

/** The index of all sitemaps, and the sitemap of the pages that are not articles; each month has one of its articles. */
export function renderSitemaps(
  site: Site,
  listings: readonly ListingSummary[],
  months: readonly ListingSummary[],
): readonly SiteDocument[] {
  const pages = [...listings, ...months].map((each) => dated(site, listingFolder(each.listing), each.updatedAt))
  const ofMonths = months.map((month) => dated(site, monthSitemap(month.listing.slug), month.updatedAt))
  const urls = [...overviews.map((folder) => dated(site, folder)), ...pages]
  return [
    siteFile('sitemap.xml', 'xml', sitemapIndexXml({ sitemaps: [dated(site, pagesSitemap), ...ofMonths] })),
    siteFile(pagesSitemap, 'xml', sitemapXml({ urls })),
  ]
}

function dated(site: Site, path: string, updatedAt?: string) {
  return { url: urlOf(site, path), updatedAt }
}
