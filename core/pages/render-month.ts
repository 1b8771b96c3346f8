import { month as template } from '#templates/pages'
import type { Article } from '../articles/article.ts'
import { newestByDate } from '../articles/listing.ts'
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
  const newestFirst = newestByDate(articles, site.publication.timeZone)
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
