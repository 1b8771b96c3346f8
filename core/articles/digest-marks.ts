import { type Key, pendingKey, waitingKey } from '../keys.ts'
import { fingerprint } from '../text/fingerprint.ts'
import { type Article, isLive, type UploadRecord } from './article.ts'
import { listingOrder } from './listing.ts'

/**
 * How a change of an article changes its pending marks, one per digest that has not taken it yet. News is marked once, when
 * it first goes live. While the article is not live, a row records the digests that have not taken it.
 */
export type MarkChange = 'mark' | 'suspend' | 'resume' | 'none'

export function markChange(previous: UploadRecord | undefined, next: UploadRecord): MarkChange {
  if (isNewlyLive(previous, next)) return 'mark'
  if (isLiveNews(previous) === isLiveNews(next)) return 'none'
  return isLiveNews(next) ? 'resume' : 'suspend'
}

function isLiveNews(record: UploadRecord | undefined): boolean {
  return isLive(record) && record.article.source === 'news'
}

/** Returns true if news goes live for the first time, which makes it pending for the digests. */
export function isNewlyLive(previous: UploadRecord | undefined, next: UploadRecord): boolean {
  return isLive(next) && next.article.source === 'news' && previous?.article?.liveAt === undefined
}

/** Keys of the rows that tell which digests a change concerns: pending marks by digest, and the row of a suspended article. */
export type MarkRows = { readonly pending: ReadonlyMap<string, Key>; readonly suspended: Key | undefined }

/** Returns the rows to read before an article's marks can be changed. */
export function rowsToRead(
  previous: UploadRecord | undefined,
  next: UploadRecord,
  digests: readonly string[],
): MarkRows {
  switch (markChange(previous, next)) {
    case 'resume':
      return { pending: new Map(), suspended: waitingKey(next.article?.id ?? next.id) }
    case 'suspend':
      return { pending: previous ? pendingKeys(previous, digests) : new Map(), suspended: undefined }
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

/** Returns the keys of an article's pending marks, by digest. */
export function pendingKeys({ article }: UploadRecord, digests: readonly string[]): ReadonlyMap<string, Key> {
  if (!article) return new Map()
  const order = listingOrder(article)
  return new Map(digests.map((digest) => [digest, pendingKey(digest, order)]))
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
