import { home, listing as listingTemplate } from '#templates/pages'
import type { Article, FullArticle } from '../articles/article.ts'
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
 * @param articles the newest `feedWindow` of the listing, newest first
 */
export function renderListing(
  site: Site,
  listing: ListingView,
  articles: readonly FullArticle[],
  past: FeedPast = noPast,
): SiteChange {
  const folder = listingFolder(listing)
  const feed = composeFeed(site, listing, articles, past)
  const put = [
    pageOf(folder, listing.kind === 'publication' ? frontPage(site, articles) : page(site, listing, articles)),
    siteFile(folder + feedFiles.rss, 'rss', renderRss(feed)),
    siteFile(folder + feedFiles.atom, 'atom', renderAtom(feed)),
    siteFile(folder + feedFiles.json, 'json', renderJsonFeed(feed)),
  ]
  const isGone = articles.length === 0 && listing.kind !== 'publication'
  return isGone ? { put: [], remove: put.map(pathOf) } : { put, remove: [] }
}

function frontPage(site: Site, articles: readonly FullArticle[]): string {
  const [lead, ...others] = articles.slice(0, frontPageLength).map(({ article }) => articleCard(site, article))
  return renderPage(home, {
    ...frame(site, { folder: '', jsonLd: publicationData(site) }),
    edition: articles[0] && weekdayElement(site.publication, articles[0].article.date),
    lead,
    seconds: others.slice(0, 3),
    columns: others.slice(3, 12),
    briefs: others.slice(12),
  })
}

function page(site: Site, listing: ListingView, articles: readonly FullArticle[]): string {
  return renderPage(listingTemplate, {
    ...frame(site, { folder: listingFolder(listing), listing }),
    name: listing.name,
    feed: feedView(site, listing),
    articles: articles.map(({ article }) => listedCard(site, listing, article)),
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
