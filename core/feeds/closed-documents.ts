import type { Article, UploadRecord } from '../articles/article.ts'
import { isLive } from '../articles/article.ts'
import { type Listing, listingOrder, listingsOf } from '../articles/listing.ts'
import type { Publication } from '../publication.ts'
import { fingerprint } from '../text/fingerprint.ts'
import type { Withdrawal } from './feed.ts'
import { closedDocumentMaximum, closedDocumentMaximumBytes, withdrawalsMaximum } from './limits.ts'

/** What is in a listing's closed documents (RFC 5005), and what has to get there: docs/decisions/0008. */
export type ClosedDocuments = {
  /** Closed documents; they are numbered from 1. */
  readonly documents: number
  /** All that the listing has up to here, by its order, is closed or late. */
  readonly through: string
  /** Places in the order, up to `through`, whose article is in no closed document as it is now. */
  readonly late: readonly string[]
  /** Documents whose files may not be as they should be. */
  readonly unwritten: readonly number[]
  /** The latest, newest first. */
  readonly withdrawn: readonly Withdrawal[]
  /** Grows with every change; guards against lost updates. */
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

/** An article's version in closed documents, and those that have it in any version. */
export type ClosedArticle = { readonly version: string; readonly documents: readonly number[] }

/** How an article stands to a listing. */
export type ArticleInListing = {
  readonly id: string
  /** Live and listed; undefined: it is not, or not any more. */
  readonly current: Article | undefined
  readonly guid: string | undefined
  /** When it was taken down altogether. */
  readonly withdrawnAt: string | undefined
}

export function articleInListing(id: string, record: UploadRecord | undefined, listing: Listing): ArticleInListing {
  const article = record?.article
  const listed = article && listingsOf(article).includes(listing) ? article : undefined
  const live = isLive(record)
  const wasLive = listed?.liveAt !== undefined
  return {
    id,
    current: live ? listed : undefined,
    guid: listed?.guid,
    withdrawnAt: wasLive && !live ? record?.at : undefined,
  }
}

/** Names what a feed shows of an article. */
export function articleVersion(article: Article): string {
  const { title, summary, authors, topics, language, direction, image, slug, date, updatedAt, contentKey } = article
  const names = [...authors, ...topics].map(({ name }) => name)
  const picture = [image?.url, image?.width, image?.height, image?.type, image?.bytes]
  const shown = [title, summary, names, language, direction, picture, slug, date, updatedAt, contentKey]
  return fingerprint(JSON.stringify(shown), 16)
}

/** What follows from how an article stands. Undefined: nothing. */
export function applyArticle(
  archive: ClosedDocuments,
  { id, current, guid, withdrawnAt }: ArticleInListing,
  archived: ClosedArticle | undefined,
): ClosedDocuments | undefined {
  const order = current && listingOrder(current)
  const isLate = current && listingOrder(current) <= archive.through && articleVersion(current) !== archived?.version
  const others = archive.late.filter((place) => place === order || !place.endsWith(`#${id}`))
  const late = isLate && order !== undefined && !others.includes(order) ? [...others, order] : others
  const gone = current ? [] : (archived?.documents ?? [])
  const withdrawn = noteWithdrawal(archive.withdrawn, guid, current ? undefined : withdrawnAt)
  const unchanged = isSameList(late, archive.late) && isSameList(withdrawn, archive.withdrawn) && gone.length === 0
  if (unchanged) return undefined
  return { ...archive, late, withdrawn, unwritten: union(archive.unwritten, gone), revision: archive.revision + 1 }
}

function noteWithdrawal(
  withdrawn: readonly Withdrawal[],
  guid: string | undefined,
  at: string | undefined,
): readonly Withdrawal[] {
  const isKnown = withdrawn.some((each) => each.guid === guid)
  if (guid === undefined || isKnown === (at !== undefined)) return withdrawn
  if (at === undefined) return withdrawn.filter((each) => each.guid !== guid)
  return [{ guid, at }, ...withdrawn].sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, withdrawalsMaximum)
}

/** How many late articles the feed itself has room for. */
export function lateMaximum({ feedWindow }: Publication): number {
  return Math.min(closedDocumentMaximum, Math.max(1, Math.floor(feedWindow / 2)))
}

/** What there is after a document was closed, and what is in it, oldest first. */
export type Closing = { readonly archive: ClosedDocuments; readonly articles: readonly Article[] }

/** Late articles fill a document of their own. @param articles those of `archive.late` that are in their places still */
export function closeLate(archive: ClosedDocuments, articles: readonly Article[]): Closing {
  const closed = takeDocument(articles)
  const late = articles.slice(closed.length).map(listingOrder)
  if (closed.length === 0) return { archive: { ...archive, late, revision: archive.revision + 1 }, articles: closed }
  return { archive: { ...withDocument(archive), late }, articles: closed }
}

/**
 * Closes the oldest articles that are in no document yet, before new ones push them out of the feed's window.
 * @param waiting the oldest `feedWindow` of them, oldest first
 */
export function closeWaiting(
  archive: ClosedDocuments,
  waiting: readonly Article[],
  { feedWindow }: Publication,
): Closing | undefined {
  if (waiting.length === 0 || waiting.length + archive.late.length < feedWindow) return undefined
  const articles = takeDocument(waiting)
  const through = articles.map(listingOrder).at(-1) ?? archive.through
  return { archive: { ...withDocument(archive), through }, articles }
}

function withDocument(archive: ClosedDocuments): ClosedDocuments {
  const documents = archive.documents + 1
  return { ...archive, documents, unwritten: [...archive.unwritten, documents], revision: archive.revision + 1 }
}

/** As many as go into a document; one does in any case. */
function takeDocument(articles: readonly Article[]): readonly Article[] {
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
