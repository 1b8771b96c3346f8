import type { FullArticle } from '../articles/article.ts'
import type { Listing } from '../articles/listing.ts'
import { closedDocumentFolder, feedFiles, listingFolder } from '../feeds/addresses.ts'
import { composeClosedDocument } from '../feeds/feed.ts'
import { viewListing } from '../feeds/listing-view.ts'
import { renderAtom } from '../feeds/render-atom.ts'
import { renderJsonFeed } from '../feeds/render-json-feed.ts'
import { renderRss } from '../feeds/render-rss.ts'
import type { Site, SiteDocument } from '../site.ts'
import { closedFile } from './site-file.ts'

/**
 * Renders the files of a closed document of a listing's feed.
 * @param articles oldest first
 * @param former the listing's name, if all articles of the document have been withdrawn
 */
export function renderClosedDocument(
  site: Site,
  listing: Listing,
  number: number,
  articles: readonly FullArticle[],
  former?: string,
): readonly SiteDocument[] {
  const view = viewListing(site.publication, listing, articles[0]?.article, former)
  const folder = closedDocumentFolder(listingFolder(view), number)
  const feed = composeClosedDocument(site, view, number, articles.toReversed())
  return [
    closedFile(folder + feedFiles.rss, 'rss', renderRss(feed)),
    closedFile(folder + feedFiles.atom, 'atom', renderAtom(feed)),
    closedFile(folder + feedFiles.json, 'json', renderJsonFeed(feed)),
  ]
}

/** Returns the paths of the files that `renderClosedDocument` renders. */
export function closedDocumentPaths(site: Site, listing: Listing, number: number): readonly string[] {
  return renderClosedDocument(site, listing, number, []).map(({ path }) => path)
}
