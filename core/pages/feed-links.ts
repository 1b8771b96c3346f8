import { type FeedFormat, feedFiles, feedTypes, hrefOf, listingFolder, urlOf } from '../feeds/addresses.ts'
import { type ListingView, viewListing } from '../feeds/listing-view.ts'
import type { Site } from '../site.ts'

/** Returns the addresses of a listing's page and feeds. */
export function feedView(site: Site, listing: ListingView) {
  const folder = listingFolder(listing)
  return {
    name: listing.name,
    href: hrefOf(folder),
    homeUrl: urlOf(site, folder),
    rssHref: hrefOf(folder + feedFiles.rss),
    rssUrl: urlOf(site, folder + feedFiles.rss),
    atomHref: hrefOf(folder + feedFiles.atom),
    jsonHref: hrefOf(folder + feedFiles.json),
  }
}

const formatNames = { rss: 'RSS', atom: 'Atom', json: 'JSON Feed' } as const

/**
 * Returns the `<link rel="alternate">` elements of a page: its own feeds and the publication's in every format, and
 * only the RSS feeds of related listings.
 */
export function autodiscovery(site: Site, own: ListingView, related: readonly ListingView[] = []) {
  const link = (listing: ListingView, format: FeedFormat) => ({
    type: feedTypes[format],
    title: `${listing.name} (${formatNames[format]})`,
    url: urlOf(site, listingFolder(listing) + feedFiles[format]),
  })
  const publication = own.kind === 'publication' ? [] : [viewListing(site.publication, 'publication')]
  return [
    ...[own, ...publication].flatMap((listing) => [link(listing, 'rss'), link(listing, 'atom'), link(listing, 'json')]),
    ...related.map((listing) => link(listing, 'rss')),
  ]
}
