import type { FullArticle } from '../articles/article.ts'
import type { Listing } from '../articles/listing.ts'
import { archiveFolder, feedFiles, listingFolder } from '../feeds/addresses.ts'
import { composeArchive } from '../feeds/feed.ts'
import { viewListing } from '../feeds/listing-view.ts'
import { renderAtom } from '../feeds/render-atom.ts'
import { renderJsonFeed } from '../feeds/render-json-feed.ts'
import { renderRss } from '../feeds/render-rss.ts'
import type { Site, SiteDocument } from '../site.ts'
import { closedFile } from './site-file.ts'

/** The files of a closed document of a listing's feed. @param articles oldest first */
export function buildArchive(
  site: Site,
  listing: Listing,
  number: number,
  articles: readonly FullArticle[],
): readonly SiteDocument[] {
  const view = viewListing(site.publication, listing, articles[0]?.article)
  const folder = archiveFolder(listingFolder(view), number)
  const feed = composeArchive(site, view, number, articles.toReversed())
  return [
    closedFile(folder + feedFiles.rss, 'rss', renderRss(feed)),
    closedFile(folder + feedFiles.atom, 'atom', renderAtom(feed)),
    closedFile(folder + feedFiles.json, 'json', renderJsonFeed(feed)),
  ]
}

/** The paths that `buildArchive` puts. */
export function archivePaths(site: Site, listing: Listing, number: number): readonly string[] {
  return buildArchive(site, listing, number, []).map(({ path }) => path)
}
