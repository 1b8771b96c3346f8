import { type FeedFormat, feedFiles, feedTypes, hrefOf, listingFolder, urlOf } from '../feeds/addresses.ts'
import type { ListingView } from '../feeds/listing-view.ts'
import type { Site } from '../site.ts'

/** A listing's feeds, for a reader to choose from. */
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

/** What `<link rel="alternate">` says: the page's own feeds in every format, of the others the RSS feed. */
export function autodiscovery(site: Site, [main, ...others]: readonly ListingView[]) {
  const link = (listing: ListingView, format: FeedFormat) => ({
    type: feedTypes[format],
    title: `${listing.name} (${formatNames[format]})`,
    url: urlOf(site, listingFolder(listing) + feedFiles[format]),
  })
  const own = main ? [link(main, 'rss'), link(main, 'atom'), link(main, 'json')] : []
  return [...own, ...others.map((listing) => link(listing, 'rss'))]
}
