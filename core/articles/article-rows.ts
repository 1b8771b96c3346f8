import { correctionKey, dueKey, type Key, listingKey, pageListingKey, waitingKey } from '../keys.ts'
import type { UploadRecord } from './article.ts'
import { dueTime } from './compose-article.ts'
import { markChange, newCorrection, pendingKeys } from './digest-marks.ts'
import { isMonth, listingOrder, listingsOf } from './listing.ts'
import { isSame } from './same-value.ts'

/** A row derived from an article's state: it lists the article, says when it is due, or marks it as pending for a digest. */
export type ArticleRow = {
  readonly table: 'articles' | 'issues'
  readonly key: Key
  readonly item: Readonly<Record<string, unknown>>
}

/**
 * Returns the rows to write and to remove when an upload's record changes.
 * @param digests the result of `digestsConcerned`
 */
export function planRows(
  previous: UploadRecord | undefined,
  next: UploadRecord,
  digests: readonly string[],
): { readonly put: readonly ArticleRow[]; readonly remove: readonly ArticleRow[] } {
  const former = new Map(previous ? stateRows(previous).map((row) => [nameOf(row), row]) : [])
  const present = stateRows(next)
  const marks = planMarks(previous, next, digests)
  const changed = present.filter((row) => !isSame(row.item, former.get(nameOf(row))?.item))
  for (const row of present) former.delete(nameOf(row))
  return { put: [...changed, ...marks.put], remove: [...former.values(), ...marks.remove] }
}

function planMarks(previous: UploadRecord | undefined, next: UploadRecord, digests: readonly string[]) {
  const suspended: ArticleRow = { table: 'articles', key: waitingKey(next.article?.id ?? next.id), item: { digests } }
  const change = digests.length === 0 ? 'none' : markChange(previous, next)
  if (change === 'mark') return { put: pendingRows(next, digests), remove: [] }
  if (change === 'resume') return { put: pendingRows(next, digests), remove: [suspended] }
  if (previous && change === 'suspend') return { put: [suspended], remove: pendingRows(previous, digests) }
  return { put: [], remove: [] }
}

function stateRows(record: UploadRecord): ArticleRow[] {
  const { article, articleState } = record
  if (!article) return []
  if (articleState === 'published') {
    const listings = listingsOf(article)
    const inFeeds = listings.map((listing) => listingKey(listing, listingOrder(article)))
    // A record of a former version has no rows that order pages.
    const onPages = article.listedAt === undefined ? [] : listings.filter((listing) => !isMonth(listing))
    const keys = [...inFeeds, ...onPages.map((listing) => pageListingKey(listing, `${article.listedAt}#${article.id}`))]
    const listed = keys.map((key): ArticleRow => ({ table: 'articles', key, item: { article } }))
    return article.expires === undefined ? listed : [...listed, dueRow(record, article.expires)]
  }
  if (articleState === 'scheduled') return [dueRow(record, dueTime(article))]
  return []
}

function dueRow(record: UploadRecord, due: string): ArticleRow {
  return { table: 'articles', key: dueKey(due, record.id), item: { uploadKey: record.key } }
}

function pendingRows(record: UploadRecord, digests: readonly string[]): ArticleRow[] {
  const keys = [...pendingKeys(record, digests).values()]
  return keys.map((key) => ({ table: 'issues', key, item: { articleId: record.article?.id ?? record.id } }))
}

/**
 * Returns rows for a newly corrected or retracted article. They make the next issue of each digest mention it to the
 * recipients who received it by mail.
 */
export function correctionRows(
  previous: UploadRecord | undefined,
  next: UploadRecord,
  digests: readonly string[],
): readonly ArticleRow[] {
  const correction = newCorrection(previous, next)
  if (correction === undefined) return []
  return digests.map((digest) => ({
    table: 'issues',
    key: correctionKey(digest, next.article?.id ?? next.id),
    item: { revision: next.revision },
  }))
}

function nameOf(row: ArticleRow): string {
  return `${row.table} ${row.key.pk} ${row.key.sk}`
}
