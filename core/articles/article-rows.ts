import { correctionKey, dueKey, type Key, listingKey, pageListingKey, waitingKey } from '../keys.ts'
import type { UploadRecord } from './article.ts'
import { dueTime } from './compose-article.ts'
import { addressedDigests, type Handlings, markChange, newCorrection, pendingKeys } from './digest-marks.ts'
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
 * @param handlings of the marks that were read
 */
export function planRows(
  previous: UploadRecord | undefined,
  next: UploadRecord,
  digests: readonly string[],
  handlings: Handlings = {},
): { readonly put: readonly ArticleRow[]; readonly remove: readonly ArticleRow[] } {
  const former = new Map(previous ? stateRows(previous).map((row) => [nameOf(row), row]) : [])
  const present = stateRows(next)
  const marks = planMarks(previous, next, digests, handlings)
  const changed = present.filter((row) => !isSame(row.item, former.get(nameOf(row))?.item))
  for (const row of present) former.delete(nameOf(row))
  return { put: [...changed, ...marks.put], remove: [...former.values(), ...marks.remove] }
}

function planMarks(
  previous: UploadRecord | undefined,
  next: UploadRecord,
  digests: readonly string[],
  handlings: Handlings,
): { readonly put: readonly ArticleRow[]; readonly remove: readonly ArticleRow[] } {
  const change = digests.length === 0 ? 'none' : markChange(previous, next)
  if (change === 'mark' && next.article?.mail === 'none')
    return { put: [suspendedRow(next, addressedDigests(next.article, digests))], remove: [] }
  if (change === 'mark') return { put: pendingRows(next, digests), remove: [] }
  if (change === 'resume') return { put: pendingRows(next, digests, handlings), remove: [suspendedRow(next, digests)] }
  if (!previous || change === 'none') return { put: [], remove: [] }
  const remove = pendingRows(previous, digests, handlings)
  if (change === 'suspend') return { put: [suspendedRow(next, digests, handlings)], remove }
  const put = pendingRows(next, digests, handlings)
  const kept = new Set(put.map(nameOf))
  const former = new Set(remove.map(nameOf))
  return {
    put: put.filter((row) => !former.has(nameOf(row))),
    remove: remove.filter((row) => !kept.has(nameOf(row))),
  }
}

function suspendedRow(record: UploadRecord, digests: readonly string[], handlings: Handlings = {}): ArticleRow {
  const item = { digests, ...(Object.keys(handlings).length > 0 && { handlings }) }
  return { table: 'articles', key: waitingKey(record.article?.id ?? record.id), item }
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

function pendingRows(record: UploadRecord, digests: readonly string[], handlings: Handlings = {}): ArticleRow[] {
  const articleId = record.article?.id ?? record.id
  return [...pendingKeys(record, digests)].map(([digest, key]) => {
    const handling = handlings[digest]
    return { table: 'issues', key, item: { articleId, ...(handling && { handling }) } }
  })
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
