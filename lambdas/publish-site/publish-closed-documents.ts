import type { ArticleStore } from '../../aws/articles/article-store.ts'
import type { ChangeStore } from '../../aws/articles/change-store.ts'
import type { ClosedDocumentStore } from '../../aws/feeds/closed-document-store.ts'
import type { SiteStore } from '../../aws/pages/site-store.ts'
import type { Article } from '../../core/articles/article.ts'
import type { Listing } from '../../core/articles/listing.ts'
import { articleInListing, type ClosedDocuments } from '../../core/feeds/closed-documents.ts'
import { closedDocumentPaths, renderClosedDocument } from '../../core/pages/render-closed-document.ts'
import { type BodyServices, readFullArticles } from './read-full-articles.ts'

export type ClosedDocumentServices = BodyServices & {
  readonly articles: ArticleStore
  readonly changes: ChangeStore
  readonly closedDocuments: ClosedDocumentStore
  readonly files: SiteStore
}

/**
 * Updates which articles are in the closed documents of a listing, after changes of some articles. Returns whether the feed or
 * documents may have to be written again, although the changes of the articles are built.
 */
export async function updateClosedDocuments(
  articleIds: readonly string[],
  listing: Listing,
  { articles, closedDocuments }: ClosedDocumentServices,
): Promise<boolean> {
  const readArticle = async (id: string) => articleInListing(id, await articles.find(id), listing)
  return closedDocuments.update(listing, articleIds, readArticle)
}

/**
 * Closes documents in time, and writes those whose files may be outdated. The feed that links to them must be written after
 * them.
 * @param live the newest articles of the listing, up to the size of the feed
 */
export async function publishUnwritten(
  listing: Listing,
  live: readonly Article[],
  services: ClosedDocumentServices,
): Promise<ClosedDocuments> {
  const closed = await services.closedDocuments.close(listing, live)
  for (const number of closed.unwritten) await publishClosedDocument(listing, number, services)
  if (closed.unwritten.length > 0) await services.closedDocuments.markWritten(listing, closed)
  return closed
}

/** Writes the files of a closed document, from the articles that it contains now. */
export async function publishClosedDocument(
  listing: Listing,
  number: number,
  services: ClosedDocumentServices,
): Promise<void> {
  const { site, changes, closedDocuments, files } = services
  await files.replace(closedDocumentPaths(site, listing, number), async () => {
    const articles = await readFullArticles(await closedDocuments.getDocument(listing, number), services)
    const former = articles.length === 0 ? await changes.getKnown(listing) : undefined
    return { put: renderClosedDocument(site, listing, number, articles, former?.name), remove: [] }
  })
}
