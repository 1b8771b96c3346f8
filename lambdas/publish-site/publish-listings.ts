import type { ArticleStore } from '../../aws/articles/article-store.ts'
import type { ChangeStore } from '../../aws/articles/change-store.ts'
import type { ContentStore } from '../../aws/content-store.ts'
import type { ArchiveStore } from '../../aws/feeds/closed-document-store.ts'
import type { SiteStore } from '../../aws/pages/site-store.ts'
import type { Queue } from '../../aws/queue.ts'
import type { Article, FullArticle } from '../../core/articles/article.ts'
import type { Listing } from '../../core/articles/listing.ts'
import { moveBody } from '../../core/articles/move-body.ts'
import { isFeed, urlOf } from '../../core/feeds/addresses.ts'
import { type Archive, articleStanding } from '../../core/feeds/closed-documents.ts'
import { pingedHub } from '../../core/feeds/ping.ts'
import type { ArticleBody } from '../../core/html/body.ts'
import type { PingMessage } from '../../core/messages.ts'
import { archivePaths, buildArchive } from '../../core/pages/build-closed-documents.ts'
import {
  buildListing,
  buildOverviews,
  hasFeeds,
  listingPaths,
  overviewPaths,
  summarize,
} from '../../core/pages/build-listing.ts'
import type { Site, SiteChange } from '../../core/site.ts'

export type ListingServices = {
  readonly site: Site
  readonly articles: ArticleStore
  readonly archives: ArchiveStore
  readonly changes: ChangeStore
  readonly bodies: ContentStore<ArticleBody>
  readonly files: SiteStore
  readonly pings: Queue<PingMessage>
}

/** A listing to rebuild, and the change that the rebuild must at least have seen. */
export type Change = { readonly listing: Listing; readonly change: number }

/**
 * Brings the closed documents of feeds up to date with an article, and then everything that shows the listings.
 * @param again this was tried before
 */
export async function publishListings(
  articleId: string,
  wanted: readonly Change[],
  services: ListingServices,
  again: boolean,
): Promise<void> {
  const { articles, archives } = services
  const outdated = new Set<Listing>()
  for (const { listing } of wanted.filter((each) => hasFeeds(each.listing))) {
    const readStanding = async () => articleStanding(articleId, await articles.get(articleId), listing)
    if (await archives.update(listing, readStanding)) outdated.add(listing)
  }
  await rebuild(wanted, services, (listing) => again || outdated.has(listing), again)
}

/**
 * Many changes of a listing cost one rebuild: whoever comes later finds it marked. But the mark says nothing of a builder
 * that wrote something older over it and was killed before it could notice: what it was told comes again.
 */
async function rebuild(
  wanted: readonly Change[],
  services: ListingServices,
  mustBuild: (listing: Listing) => boolean,
  again: boolean,
): Promise<void> {
  const { changes } = services
  const states = await Promise.all(wanted.map(async (each) => ({ ...each, ...(await changes.get(each.listing)) })))
  const stale = states.filter(({ listing, built, change }) => built < change || mustBuild(listing))
  if (stale.length === 0) return
  for (const each of stale) await publishListing(each.listing, each.changes, services, again)
  await publishOverviews(services)
  const marks = await Promise.all(stale.map((each) => changes.markBuilt(each.listing, each.changes)))
  const overtaken = stale.filter((_each, index) => marks[index] === 'overtaken')
  await rebuild(overtaken, services, () => true, false)
}

/**
 * The hub is told of the feeds that changed once they have. Whoever was killed in between cannot tell it, and when it is
 * tried again nothing changes any more: then the hub is told of all of them.
 */
async function publishListing(listing: Listing, change: number, services: ListingServices, again: boolean) {
  const { site, files, pings } = services
  let feeds: readonly string[] = []
  const changed = await files.replace(listingPaths(site, listing), async () => {
    const built = await readListing(listing, change, services)
    feeds = built.put.map(({ path }) => path).filter(isFeed)
    return built
  })
  const told = pingedHub(site) === undefined ? [] : feeds.filter((path) => again || changed.includes(path))
  await pings.addAll(told.map((path) => ({ feedUrl: urlOf(site, path) })))
}

export async function publishOverviews({ site, changes, files }: ListingServices): Promise<void> {
  await files.replace(overviewPaths(site), async () => buildOverviews(site, await changes.listKnown()))
}

/** @param change the last one that is sure to be seen */
async function readListing(listing: Listing, change: number, services: ListingServices): Promise<SiteChange> {
  const { site, articles, archives, changes } = services
  const isFeed = hasFeeds(listing)
  const archive = isFeed ? await writeDocuments(listing, services) : undefined
  const live = await articles.list(listing, isFeed ? site.publication.feedWindow : undefined)
  await changes.putKnown(listing, change, summarize(site, listing, live))
  if (!archive) return buildListing(site, listing, live.map(withoutBody))
  const late = await withBodies(await archives.listLate(listing, archive), services)
  return buildListing(site, listing, await withBodies(live, services), { ...archive, late })
}

/** The closed documents are there before the feed that leads to them. */
async function writeDocuments(listing: Listing, services: ListingServices): Promise<Archive> {
  const archive = await services.archives.get(listing)
  for (const number of archive.unwritten) await publishArchive(listing, number, services)
  if (archive.unwritten.length > 0) await services.archives.markWritten(listing, archive)
  return archive
}

/** The files of a closed document, as what is in it has them now. */
export async function publishArchive(listing: Listing, number: number, services: ListingServices): Promise<void> {
  const { site, archives, files } = services
  await files.replace(archivePaths(site, listing, number), async () => {
    const articles = await withBodies(await archives.getDocument(listing, number), services)
    return { put: buildArchive(site, listing, number, articles), remove: [] }
  })
}

function withBodies(articles: readonly Article[], { bodies, site }: ListingServices): Promise<FullArticle[]> {
  const read = async (article: Article) => ({ article, body: moveBody(await bodies.get(article.contentKey), site) })
  return Promise.all(articles.map(read))
}

function withoutBody(article: Article): FullArticle {
  return { article, body: { page: '', feed: '', email: '', text: '' } }
}
