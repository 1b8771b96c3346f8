import type { Article, UploadRecord } from '../articles/article.ts'
import { isLive } from '../articles/article.ts'
import { type Listing, listingOrder, listingsOf } from '../articles/listing.ts'
import type { Publication } from '../publication.ts'
import { fingerprint } from '../text/fingerprint.ts'
import type { Withdrawal } from './feed.ts'
import { closedDocumentMaximum, closedDocumentMaximumBytes, withdrawalsMaximum } from './limits.ts'

/**
 * The state of a listing's closed documents (RFC 5005) and of the articles that must still go into one
 * (docs/decisions/0008). Stored rows keep the RFC's word: `archive#…` and the attribute `archive`.
 */
export type ClosedDocuments = {
  /** Number of closed documents. They are numbered from 1. */
  readonly documents: number
  /** A place in the listing's order. Every article up to it is in a closed document, or late. */
  readonly through: string
  /** Places up to `through` of articles whose current version is in no closed document. */
  readonly late: readonly string[]
  /** Numbers of the documents whose files may be outdated. */
  readonly unwritten: readonly number[]
  /** The latest withdrawals, newest first. */
  readonly withdrawn: readonly Withdrawal[]
  /** Increases with every change and prevents lost updates. */
  readonly revision: number
}

export const noClosedDocuments: ClosedDocuments = {
  documents: 0,
  through: '',
  late: [],
  unwritten: [],
  withdrawn: [],
  revision: 0,
}

/** The version of an article in the last document that was closed with it, and the documents that contain any version. */
export type ClosedArticle = { readonly version: string; readonly documents: readonly number[] }

/** The state of an article in a listing. */
export type ArticleInListing = {
  readonly id: string
  /** Undefined if the article is not live or not in the listing. */
  readonly current: Article | undefined
  readonly guid: string | undefined
  /** When the article was withdrawn. Undefined if it is live, was never live, or was only removed from the listing. */
  readonly withdrawnAt: string | undefined
}

export function articleInListing(id: string, record: UploadRecord | undefined, listing: Listing): ArticleInListing {
  const article = record?.article
  const member = article && listingsOf(article).includes(listing) ? article : undefined
  const live = isLive(record)
  const wasLive = member?.liveAt !== undefined
  return {
    id,
    current: live ? member : undefined,
    guid: member?.guid,
    withdrawnAt: wasLive && !live ? record?.at : undefined,
  }
}

/** Returns a hash of all fields of an article that a feed shows. */
export function articleVersion(article: Article): string {
  const { title, summary, authors, topics, language, direction, image, slug, date, updatedAt, contentKey } = article
  const names = [...authors, ...topics].map(({ name }) => name)
  const picture = [image?.url, image?.width, image?.height, image?.type, image?.bytes]
  const files = article.media?.map(({ url, type, bytes }) => [url, type, bytes]) ?? []
  const fields = [title, summary, names, language, direction, picture, slug, date, updatedAt, contentKey, ...files]
  return fingerprint(JSON.stringify(fields), 16)
}

/**
 * Applies the state of an article: it becomes late, or it must be removed from documents. Returns undefined if nothing
 * changes.
 * @param closedArticle undefined if no closed document contains the article
 */
export function applyArticle(
  closed: ClosedDocuments,
  { id, current, guid, withdrawnAt }: ArticleInListing,
  closedArticle: ClosedArticle | undefined,
): ClosedDocuments | undefined {
  const order = current && listingOrder(current)
  const isLate =
    current && listingOrder(current) <= closed.through && articleVersion(current) !== closedArticle?.version
  const others = closed.late.filter((place) => place === order || !place.endsWith(`#${id}`))
  const late = isLate && order !== undefined && !others.includes(order) ? [...others, order] : others
  const outdated = current ? [] : (closedArticle?.documents ?? [])
  const withdrawn = applyWithdrawal(closed.withdrawn, guid, current ? undefined : withdrawnAt)
  const isUnchanged = isSameList(late, closed.late) && isSameList(withdrawn, closed.withdrawn) && outdated.length === 0
  if (isUnchanged) return undefined
  return { ...closed, late, withdrawn, unwritten: union(closed.unwritten, outdated), revision: closed.revision + 1 }
}

function applyWithdrawal(
  withdrawn: readonly Withdrawal[],
  guid: string | undefined,
  at: string | undefined,
): readonly Withdrawal[] {
  const isListed = withdrawn.some((each) => each.guid === guid)
  if (guid === undefined || isListed === (at !== undefined)) return withdrawn
  if (at === undefined) return withdrawn.filter((each) => each.guid !== guid)
  return [{ guid, at }, ...withdrawn].sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, withdrawalsMaximum)
}

/** Returns the maximum number of late articles in the feed itself. */
export function lateMaximum({ feedWindow }: Publication): number {
  return Math.min(closedDocumentMaximum, Math.max(1, Math.floor(feedWindow / 2)))
}

/** The state after a document was closed, and the articles of that document, oldest first. */
export type Closing = { readonly closed: ClosedDocuments; readonly articles: readonly Article[] }

/** Closes a document of late articles. @param articles the articles that are still at the places in `closed.late` */
export function closeLate(closed: ClosedDocuments, articles: readonly Article[]): Closing {
  const document = chooseDocument(articles)
  const late = articles.slice(document.length).map(listingOrder)
  if (document.length === 0) return { closed: { ...closed, late, revision: closed.revision + 1 }, articles: document }
  return { closed: { ...addDocument(closed), late }, articles: document }
}

/**
 * Closes a document of the oldest articles that are in no document, before newer articles push them out of the feed.
 * @param waiting the oldest `feedWindow` of these articles, oldest first
 */
export function closeWaiting(
  closed: ClosedDocuments,
  waiting: readonly Article[],
  { feedWindow }: Publication,
): Closing | undefined {
  if (waiting.length === 0 || waiting.length + closed.late.length < feedWindow) return undefined
  const articles = chooseDocument(waiting)
  const through = articles.map(listingOrder).at(-1) ?? closed.through
  return { closed: { ...addDocument(closed), through }, articles }
}

/**
 * Returns whether there may be enough articles in no document to close one.
 * @param live the newest articles of the listing, up to the size of the feed
 */
export function mayClose(closed: ClosedDocuments, live: readonly Article[], { feedWindow }: Publication): boolean {
  const waiting = live.filter((article) => listingOrder(article) > closed.through)
  return waiting.length + closed.late.length >= feedWindow
}

function addDocument(closed: ClosedDocuments): ClosedDocuments {
  const documents = closed.documents + 1
  return { ...closed, documents, unwritten: [...closed.unwritten, documents], revision: closed.revision + 1 }
}

/** Returns as many articles as one document may contain, but at least one. */
function chooseDocument(articles: readonly Article[]): readonly Article[] {
  let bytes = 0
  return articles.slice(0, closedDocumentMaximum).filter((article, index) => {
    bytes += Buffer.byteLength(JSON.stringify(article))
    return index === 0 || bytes <= closedDocumentMaximumBytes
  })
}

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((member, index) => member === other[index])
}

function union(one: readonly number[], other: readonly number[]): readonly number[] {
  return [...new Set([...one, ...other])].sort((a, b) => a - b)
}
