import { aloneKey, type Key, pendingKey, waitingKey } from '../keys.ts'
import type { Mailing } from '../reading/manuscript.ts'
import { fingerprint } from '../text/fingerprint.ts'
import { type Article, isLive, type UploadRecord } from './article.ts'
import { listingOrder } from './listing.ts'
import { isSame } from './same-value.ts'

/**
 * How a change of an article changes its pending marks, one per digest that has not taken it yet. News is marked once, when
 * it first goes live. While the article is not live, or not for mails, a row records the digests that have not taken it. If
 * the editor changes how it is mailed, the marks that are left move.
 */
export type MarkChange = 'mark' | 'suspend' | 'resume' | 'move' | 'none'

export function markChange(previous: UploadRecord | undefined, next: UploadRecord): MarkChange {
  if (isNewlyLive(previous, next)) return 'mark'
  if (isMailable(previous) !== isMailable(next)) return isMailable(next) ? 'resume' : 'suspend'
  if (!previous || !isMailable(next)) return 'none'
  return isSame(mailingOf(previous), mailingOf(next)) ? 'none' : 'move'
}

function mailingOf({ article }: UploadRecord): Mailing {
  return { mail: article?.mail, digests: article?.digests }
}

/** True if the editor has changed how an article is mailed that was live before. */
export function changesMailing(previous: UploadRecord | undefined, next: Mailing): boolean {
  if (!previous?.revision || previous.article?.liveAt === undefined) return false
  return !isSame(mailingOf(previous), { mail: next.mail, digests: next.digests })
}

/**
 * Returns the digests that an article is for, but whose readers do not get it any more: an issue has contained it, or it
 * was not for them when it was published.
 * @param waiting digests that have not taken it; undefined if they were not read, because nothing has changed
 */
export function digestsTooLate(
  previous: UploadRecord | undefined,
  article: Article,
  digests: readonly string[],
  waiting: readonly string[] | undefined,
): readonly string[] | undefined {
  if (waiting === undefined) return previous?.tooLate
  if (article.mail === 'none' || article.source !== 'news') return undefined
  const late = addressedDigests(article, digests).filter((digest) => !waiting.includes(digest))
  return late.length > 0 ? late : undefined
}

/** True for live news that is mailed at all. */
function isMailable(record: UploadRecord | undefined): boolean {
  return isLive(record) && record.article.source === 'news' && record.article.mail !== 'none'
}

/** Returns true if news goes live for the first time, which makes it pending for the digests. */
export function isNewlyLive(previous: UploadRecord | undefined, next: UploadRecord): boolean {
  return isLive(next) && next.article.source === 'news' && previous?.article?.liveAt === undefined
}

/** What an editor has decided about the marks of an article, by digest. It stays when the marks move or return. */
export type Handlings = Readonly<Record<string, string>>

/** Keys of the rows that tell which digests a change concerns: pending marks by digest, and the row of a suspended article. */
export type MarkRows = { readonly pending: ReadonlyMap<string, Key>; readonly suspended: Key | undefined }

/** Returns the rows that tell which digests have not taken an article: its marks, or the row that replaces them. */
export function waitingRows(record: UploadRecord, digests: readonly string[]): MarkRows {
  return isMailable(record)
    ? { pending: pendingKeys(record, digests), suspended: undefined }
    : { pending: new Map(), suspended: waitingKey(record.article?.id ?? record.id) }
}

/** Returns the rows to read before an article's marks can be changed. */
export function rowsToRead(
  previous: UploadRecord | undefined,
  next: UploadRecord,
  digests: readonly string[],
): MarkRows {
  switch (markChange(previous, next)) {
    case 'resume':
    case 'suspend':
    case 'move':
      return waitingRows(previous ?? next, digests)
    case 'mark':
    case 'none':
      return { pending: new Map(), suspended: undefined }
  }
}

/**
 * Returns the digests that a change of marks concerns: all of them for news, and otherwise those that have not taken the
 * article yet.
 * @param pending digests whose pending marks exist, among those that `rowsToRead` returned
 * @param suspended digests in the row of a suspended article, if `rowsToRead` returned one
 */
export function digestsConcerned(
  previous: UploadRecord | undefined,
  next: UploadRecord,
  digests: readonly string[],
  { pending, suspended }: { readonly pending: readonly string[]; readonly suspended: readonly string[] },
): readonly string[] {
  if (markChange(previous, next) === 'mark') return digests
  return digests.filter((digest) => pending.includes(digest) || suspended.includes(digest))
}

/** Returns the digests among these that an article is for, if it is mailed. */
export function addressedDigests(
  { digests: own }: Pick<Article, 'digests'>,
  digests: readonly string[],
): readonly string[] {
  return own === undefined ? digests : digests.filter((digest) => own.includes(digest))
}

/** Returns the keys of an article's pending marks, by digest. */
export function pendingKeys({ article }: UploadRecord, digests: readonly string[]): ReadonlyMap<string, Key> {
  if (!article) return new Map()
  const order = listingOrder(article)
  const keyOf = article.mail === 'alone' ? aloneKey : pendingKey
  return new Map(addressedDigests(article, digests).map((digest) => [digest, keyOf(digest, order)]))
}

/** Corrections of one article that are remembered, the newest ones. */
const mostCorrections = 20

/** Returns what identifies a correction or retraction: its kind and its text. Undefined if the article has none. */
export function correctionOf({ status, notice = '' }: Pick<Article, 'status' | 'notice'>): string | undefined {
  return status && fingerprint(JSON.stringify([status, notice]), 12)
}

/** Adds the correction that a live version has to those that readers could see before. */
export function withCorrection(article: Article, corrections: readonly string[] | undefined): Article {
  const present = correctionOf(article)
  const known = corrections ?? []
  if (present === undefined || known.includes(present))
    return corrections === undefined ? article : { ...article, corrections }
  return { ...article, corrections: [...known, present].slice(-mostCorrections) }
}

/** Returns the corrections that a record's article has had while it was live. */
export function knownCorrections({ article, articleState }: UploadRecord): readonly string[] | undefined {
  if (article?.corrections !== undefined || article === undefined) return article?.corrections
  // A record of a former version has only its present correction.
  const present = articleState === 'published' || articleState === 'withdrawn' ? correctionOf(article) : undefined
  return present === undefined ? undefined : [present]
}

/**
 * Returns the correction that the readers of a mailed article have to learn: the editor gave a live article a correction
 * that it has never had. If the same upload is read again, whatever the result, the editor corrected nothing.
 */
export function newCorrection(previous: UploadRecord | undefined, next: UploadRecord): string | undefined {
  const present = next.article && correctionOf(next.article)
  if (previous?.article?.liveAt === undefined || !isLive(next) || next.article.source !== 'news') return undefined
  if (present === undefined || knownCorrections(previous)?.includes(present)) return undefined
  return isReadAgain(previous, next) ? undefined : present
}

/** True if the version of which readers know is that of the same upload. */
function isReadAgain(previous: UploadRecord, next: UploadRecord): boolean {
  if (previous.revision === 0) {
    // Receipts of former versions do not say which corrections were made known.
    return previous.article?.corrections === undefined || previous.etag === next.etag
  }
  if (previous.articleState !== 'published' && previous.articleState !== 'withdrawn') return false
  const { fingerprint: former } = previous
  return former === undefined ? previous.etag === next.etag : former === next.fingerprint
}
