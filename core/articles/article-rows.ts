import { correctionKey, dueKey, type Key, listingKey, pendingKey, waitingKey } from '../keys.ts'
import { isLive, newlyLive } from './apply-upload.ts'
import type { UploadRecord } from './article.ts'
import { listingOrder, listingsOf } from './listing.ts'
import { isSame } from './same-value.ts'

/** A row that follows from an article's state: where it is listed, when it is due, which digests wait to take it. */
export type ArticleRow = {
  readonly table: 'articles' | 'issues'
  readonly key: Key
  readonly item: Readonly<Record<string, unknown>>
}

/** How an article's change bears on its pending marks. News is marked once; what no digest took waits while it is down. */
export function markChange(
  before: UploadRecord | undefined,
  after: UploadRecord,
): 'mark' | 'hold-back' | 'give-back' | 'none' {
  if (newlyLive(before, after)) return 'mark'
  if (after.article?.source !== 'news' || isLive(before) === isLive(after)) return 'none'
  return isLive(after) ? 'give-back' : 'hold-back'
}

/**
 * The rows to write and to remove when an upload's record changes.
 * @param digests those that the change of marks is about: all of them, those that it still waits for, or that it waited for
 */
export function rowsOf(
  before: UploadRecord | undefined,
  after: UploadRecord,
  digests: readonly string[],
): { readonly put: readonly ArticleRow[]; readonly remove: readonly ArticleRow[] } {
  const former = new Map(before ? standingRows(before).map((row) => [nameOf(row), row]) : [])
  const standing = standingRows(after)
  const marks = markRows(before, after, digests)
  const changed = standing.filter((row) => !isSame(row.item, former.get(nameOf(row))?.item))
  for (const row of standing) former.delete(nameOf(row))
  return { put: [...changed, ...marks.put], remove: [...former.values(), ...marks.remove] }
}

function markRows(before: UploadRecord | undefined, after: UploadRecord, digests: readonly string[]) {
  const waiting: ArticleRow = { table: 'articles', key: waitingKey(after.id), item: { digests } }
  const change = digests.length === 0 ? 'none' : markChange(before, after)
  if (change === 'mark') return { put: pendingRows(after, digests), remove: [] }
  if (change === 'give-back') return { put: pendingRows(after, digests), remove: [waiting] }
  if (before && change === 'hold-back') return { put: [waiting], remove: pendingRows(before, digests) }
  return { put: [], remove: [] }
}

function standingRows(record: UploadRecord): ArticleRow[] {
  const { article, articleState } = record
  if (!article) return []
  if (articleState === 'published') {
    const order = listingOrder(article)
    return listingsOf(article).map((listing) => ({
      table: 'articles',
      key: listingKey(listing, order),
      item: { article },
    }))
  }
  if (articleState === 'scheduled') {
    return [{ table: 'articles', key: dueKey(article.date, record.id), item: { uploadKey: record.key } }]
  }
  return []
}

/** An article's marks for digests that it waits for. */
export function pendingRows({ id, article }: UploadRecord, digests: readonly string[]): ArticleRow[] {
  if (!article) return []
  const order = listingOrder(article)
  return digests.map((digest) => ({
    table: 'issues',
    key: pendingKey(digest, order),
    item: { articleId: id },
  }))
}

/**
 * Of news that was out already and is now called corrected or retracted: every digest's next issue is to say so, to those
 * who were mailed it.
 */
export function correctionRows(
  before: UploadRecord | undefined,
  after: UploadRecord,
  digests: readonly string[],
): readonly ArticleRow[] {
  const [known, article] = [before?.article, after.article]
  if (known?.liveAt === undefined || !isLive(after) || after.article.source !== 'news') return []
  const isTold = article?.status === known.status && article?.notice === known.notice
  if (article?.status === undefined || isTold) return []
  return digests.map((digest) => ({
    table: 'issues',
    key: correctionKey(digest, after.id),
    item: { revision: after.revision },
  }))
}

function nameOf(row: ArticleRow): string {
  return `${row.table} ${row.key.pk} ${row.key.sk}`
}
