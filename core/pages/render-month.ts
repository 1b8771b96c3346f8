import { month as template } from '#templates/pages'
import type { Article } from '../articles/article.ts'
import { articleFolder, listingFolder, monthSitemap, urlOf } from '../feeds/addresses.ts'
import type { ListingView } from '../feeds/listing-view.ts'
import type { Site, SiteChange } from '../site.ts'
import { articleCard } from './article-card.ts'
import { monthTitle } from './dates.ts'
import { frame, renderPage } from './page-frame.ts'
import { renderSitemap } from './render-sitemaps.ts'
import { renderSearchMonth } from './search-month.ts'
import { pageOf } from './site-file.ts'

/**
 * Renders the month page, the sitemap and the search entries of a month.
 * @param articles all articles of the month, in any order
 */
export function renderMonth(site: Site, listing: ListingView, articles: readonly Article[]): SiteChange {
  const folder = listingFolder(listing)
  const newestFirst = articles.toSorted((a, b) => order(b, a))
  const view = {
    ...frame(site, { folder }),
    name: monthTitle(site.publication, listing.slug),
    articles: newestFirst.map((article) => articleCard(site, article)),
  }
  const urls = newestFirst.map(({ slug, updatedAt }) => ({ url: urlOf(site, articleFolder(slug)), updatedAt }))
  const put = [
    pageOf(folder, renderPage(template, view)),
    ...renderSitemap(monthSitemap(listing.slug), urls),
    renderSearchMonth(site, listing.slug, newestFirst),
  ]
  return articles.length === 0 ? { put: [], remove: put.map(({ path }) => path) } : { put, remove: [] }
}

function order(a: Article, b: Article): number {
  return compare(a.date, b.date) || compare(a.id, b.id)
}

/** Compares code units, which sorts instants correctly and does not depend on a locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
