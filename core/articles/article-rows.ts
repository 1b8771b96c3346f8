import { dueKey, type Key, listingKey, pendingKey } from '../keys.ts'
import { isLive, newlyLive } from './apply-upload.ts'
import type { UploadRecord } from './article.ts'
import { listingOrder, listingsOf } from './listing.ts'

/** A row that follows from an article's state: where it is listed, when it is due, which digests wait to take it. */
export type ArticleRow = {
  readonly table: 'articles' | 'issues'
  readonly key: Key
  readonly item: Readonly<Record<string, unknown>>
}

/**
 * The rows to write and to remove when an upload's record changes. A news article is marked pending for each digest
 * when it first goes live; the mark is gone once a digest took it, or the article was withdrawn.
 */
export function rowsOf(
  before: UploadRecord | undefined,
  after: UploadRecord,
  digests: readonly string[],
): { readonly put: readonly ArticleRow[]; readonly remove: readonly ArticleRow[] } {
  const put = [...standingRows(after), ...(newlyLive(before, after) ? pendingRows(after, digests) : [])]
  const kept = new Set(put.map(nameOf))
  const former = before ? standingRows(before) : []
  const marks = before && isLive(before) && !isLive(after) ? pendingRows(before, digests) : []
  return { put, remove: [...former, ...marks].filter((row) => !kept.has(nameOf(row))) }
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

function pendingRows({ id, article }: UploadRecord, digests: readonly string[]): ArticleRow[] {
  if (!article) return []
  const order = listingOrder(article)
  return digests.map((digest) => ({
    table: 'issues',
    key: pendingKey(digest, order),
    item: { articleId: id },
  }))
}

function nameOf(row: ArticleRow): string {
  return `${row.table} ${row.key.pk} ${row.key.sk}`
}
