import { archive, authors, feeds, feedsOpml, topics } from '#templates/pages'
import { hrefOf, listingFolder } from '../feeds/addresses.ts'
import { type ListingSummary, type ListingView, viewListing } from '../feeds/listing-view.ts'
import type { Site, SiteDocument } from '../site.ts'
import { messagesFor } from '../text/locales.ts'
import { monthName } from './dates.ts'
import { feedView } from './feed-links.ts'
import { offeredTopics } from './limits.ts'
import { frame, renderPage } from './page-frame.ts'
import { renderSearchMonths } from './render-search.ts'
import { renderSitemaps } from './render-sitemaps.ts'
import { type OfferedTopic, renderSubscribe } from './render-subscribe.ts'
import { type Script, scripts } from './scripts.ts'
import { pageOf, siteFile } from './site-file.ts'

/** Renders the documents that depend only on the listings and their counts. Their paths are always the same. */
export function renderOverviews(site: Site, listings: readonly ListingSummary[]): readonly SiteDocument[] {
  const kinds = byKind(site, listings)
  const page = (folder: string, template: (view: object) => string, view: object, script?: Script) =>
    pageOf(folder, renderPage(template, { ...frame(site, { folder, ...(script && { script }) }), ...view }))
  const directory = feedDirectory(site, kinds)
  return [
    page('archive/', archive, { years: years(site, kinds.months) }),
    page('topics/', topics, { listings: kinds.topics.map((topic) => countedLink(site, topic)) }),
    page('authors/', authors, { listings: kinds.authors.map((author) => countedLink(site, author)) }),
    ...renderSubscribe(site, chooseOffered(kinds.topics)),
    page('feeds/', feeds, directory, scripts.copy),
    siteFile('feeds.opml', 'opml', renderPage(feedsOpml, { ...frame(site, { folder: 'feeds/' }), ...directory })),
    renderSearchMonths(site, kinds.months),
    ...renderSitemaps(site, [...kinds.topics, ...kinds.authors], kinds.months),
  ]
}

/** Returns the topics that the subscribe form offers. */
export function offeredTopicsOf(site: Site, listings: readonly ListingSummary[]): readonly OfferedTopic[] {
  return chooseOffered(byKind(site, listings).topics)
}

type Kinds = Readonly<Record<'topics' | 'authors' | 'months', readonly ListingSummary[]>>

/** Sorts topics and authors by name, and months newest first. */
function byKind({ publication }: Site, listings: readonly ListingSummary[]): Kinds {
  const { compare } = new Intl.Collator(publication.language, { numeric: true })
  const of = (kind: ListingView['kind']) =>
    listings
      .filter(({ listing, count }) => listing.kind === kind && count > 0)
      .sort((a, b) => compare(a.listing.name, b.listing.name) || compare(a.listing.slug, b.listing.slug))
  return { topics: of('topic'), authors: of('author'), months: of('month').reverse() }
}

/** Returns a link with the number of articles: `50+` for a full feed, because only the articles in feeds are counted. */
function countedLink({ publication }: Site, { listing, count }: ListingSummary) {
  const { language, feedWindow } = publication
  const isMore = listing.kind !== 'month' && count >= feedWindow
  const counted = new Intl.NumberFormat(language).format(count)
  return {
    name: listing.name,
    href: hrefOf(listingFolder(listing)),
    count: isMore ? `${counted}+` : counted,
    noun: messagesFor(language).site.articles({ count }),
  }
}

function years(site: Site, months: readonly ListingSummary[]) {
  const yearOf = ({ listing }: ListingSummary) => listing.slug.slice(0, 4)
  return [...Map.groupBy(months, yearOf)].map(([year, ofYear]) => ({
    year,
    months: ofYear.map((month) => ({
      ...countedLink(site, month),
      name: monthName(site.publication, month.listing.slug),
    })),
  }))
}

/** Returns the topics with the most articles, sorted by name: as many as a form can show. */
function chooseOffered(listings: readonly ListingSummary[]): OfferedTopic[] {
  const largest = new Set(listings.toSorted((a, b) => b.count - a.count).slice(0, offeredTopics))
  return listings.filter((topic) => largest.has(topic)).map(({ listing: { slug, name } }) => ({ slug, name }))
}

function feedDirectory(site: Site, kinds: Kinds) {
  const feedsOf = (listings: readonly ListingSummary[]) => listings.map(({ listing }) => feedView(site, listing))
  return {
    main: feedView(site, viewListing(site.publication, 'publication')),
    topics: feedsOf(kinds.topics),
    authors: feedsOf(kinds.authors),
  }
}
