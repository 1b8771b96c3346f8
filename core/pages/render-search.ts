import { search as template } from '#templates/pages'
import { hrefOf, monthSearch } from '../feeds/addresses.ts'
import type { ListingSummary } from '../feeds/listing-view.ts'
import type { Site, SiteDocument } from '../site.ts'
import { monthTitle } from './dates.ts'
import { frame, renderPage } from './page-frame.ts'
import { scripts } from './scripts.ts'
import type { SearchMonths } from './search-month.ts'
import { pageOf, siteFile } from './site-file.ts'

/** Renders the search page. It contains no entries; the script fetches `search/months.json` when a reader searches. */
export function renderSearchPage(site: Site): SiteDocument {
  return pageOf('search/', renderPage(template, frame(site, { folder: 'search/', script: scripts.search })))
}

/** Renders the list of months that the search script fetches first. @param months newest first */
export function renderSearchMonths(site: Site, months: readonly ListingSummary[]): SiteDocument {
  const entries: SearchMonths = months.map(({ listing: { slug } }) => ({
    href: hrefOf(monthSearch(slug)),
    name: monthTitle(site.publication, slug),
  }))
  return siteFile('search/months.json', 'data', JSON.stringify(entries))
}
