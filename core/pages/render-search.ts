import { search as template } from '#templates/pages'
import { hrefOf, monthSearch } from '../feeds/addresses.ts'
import type { ListingSummary } from '../feeds/listing-view.ts'
import type { Site, SiteDocument } from '../site.ts'
import { monthTitle } from './dates.ts'
import { frame, renderPage } from './page-frame.ts'
import { scripts } from './scripts.ts'
import type { SearchMonths } from './search-month.ts'
import { pageOf, siteFile } from './site-file.ts'

/** Without an index in it: the script reads `search/months.json` when somebody searches. */
export function renderSearchPage(site: Site): SiteDocument {
  return pageOf('search/', renderPage(template, frame(site, { folder: 'search/', script: scripts.search })))
}

/** @param months newest first */
export function renderSearchMonths(site: Site, months: readonly ListingSummary[]): SiteDocument {
  const known: SearchMonths = months.map(({ listing: { slug } }) => ({
    href: hrefOf(monthSearch(slug)),
    name: monthTitle(site.publication, slug),
  }))
  return siteFile('search/months.json', 'data', JSON.stringify(known))
}
