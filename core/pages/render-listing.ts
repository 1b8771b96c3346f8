import { home, listing as listingTemplate } from '#templates/pages'
import type { Article, FullArticle } from '../articles/article.ts'
import { newestByDate, withLead } from '../articles/listing.ts'
import { feedFiles, hrefOf, listingFolder } from '../feeds/addresses.ts'
import { composeFeed, type FeedPast, noPast } from '../feeds/feed.ts'
import type { ListingView } from '../feeds/listing-view.ts'
import { renderAtom } from '../feeds/render-atom.ts'
import { renderJsonFeed } from '../feeds/render-json-feed.ts'
import { renderRss } from '../feeds/render-rss.ts'
import type { Site, SiteChange, SiteDocument } from '../site.ts'
import { articleCard } from './article-card.ts'
import { weekdayElement } from './dates.ts'
import { feedView } from './feed-links.ts'
import { frontPageLength } from './limits.ts'
import { frame, renderPage } from './page-frame.ts'
import { pageOf, siteFile } from './site-file.ts'
import { publicationData } from './structured-data.ts'

/**
 * Renders the page and the feeds of the publication, a topic or an author.
 * @param articles the newest `feedWindow` of the listing in the order of its feed, newest first
 * @param byDate the newest `feedWindow` by their dates, newest first
 */
export function renderListing(
  site: Site,
  listing: ListingView,
  articles: readonly FullArticle[],
  past: FeedPast = noPast,
  byDate: readonly Article[] = newestByDate(
    articles.map(({ article }) => article),
    site.publication.timeZone,
  ),
): SiteChange {
  const folder = listingFolder(listing)
  const feed = composeFeed(site, listing, articles, past)
  const put = [
    pageOf(folder, listing.kind === 'publication' ? frontPage(site, byDate) : page(site, listing, byDate)),
    siteFile(folder + feedFiles.rss, 'rss', renderRss(feed)),
    siteFile(folder + feedFiles.atom, 'atom', renderAtom(feed)),
    siteFile(folder + feedFiles.json, 'json', renderJsonFeed(feed)),
  ]
  const isKept = articles.length > 0 || listing.kind === 'publication' || past.former !== undefined
  return !isKept ? { put: [], remove: put.map(pathOf) } : { put, remove: [] }
}

function frontPage(site: Site, articles: readonly Article[]): string {
  const [first, ...rest] = withLead(articles.slice(0, frontPageLength))
  const hasLead = first?.status !== 'retracted'
  const lead = first && hasLead ? articleCard(site, first) : undefined
  const others = (first && !hasLead ? [first, ...rest] : rest).map((article) => articleCard(site, article))
  return renderPage(home, {
    ...frame(site, { folder: '', jsonLd: publicationData(site) }),
    edition: articles[0] && weekdayElement(site.publication, articles[0].date),
    lead,
    seconds: lead ? others.slice(0, 3) : [],
    columns: others.slice(lead ? 3 : 0, 12),
    briefs: others.slice(12),
  })
}

function page(site: Site, listing: ListingView, articles: readonly Article[]): string {
  return renderPage(listingTemplate, {
    ...frame(site, { folder: listingFolder(listing), listing, isEmpty: articles.length === 0 }),
    name: listing.name,
    feed: feedView(site, listing),
    articles: withLead(articles).map((article) => listedCard(site, listing, article)),
    hasMore: articles.length >= site.publication.feedWindow,
    olderHref: `/search/?q=${encodeURIComponent(listing.name)}`,
  })
}

/** Returns a card without the topic of the listing, which is already in the page's headline. */
function listedCard(site: Site, listing: ListingView, article: Article) {
  const card = articleCard(site, article)
  return { ...card, topics: card.topics.filter(({ href }) => href !== hrefOf(listingFolder(listing))) }
}

function pathOf({ path }: SiteDocument): string {
  return path
}
