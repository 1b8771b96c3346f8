import { type Key, pendingKey, waitingKey } from '../keys.ts'
import { isLive, type UploadRecord } from './article.ts'
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
