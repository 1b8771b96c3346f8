import type { UploadRecord } from './article.ts'

/** A row of the articles table. */
export type TableRow = {
  readonly pk: string
  readonly sk: string
  readonly record?: UploadRecord
  readonly article?: { readonly id: string }
  /** Present in the row of a closed document. */
  readonly articles?: readonly { readonly contentKey: string }[]
  readonly articleId?: string
}

/** State that a rebuild must keep, because no upload contains it. */
export type KeptState = { readonly articleIds: ReadonlySet<string>; readonly contentKeys: ReadonlySet<string> }

/**
 * Returns the ids and keys in a row that a rebuild must keep: withdrawn articles, the last good version of an article whose
 * correction was rejected, uploads that are held back, and the versions in closed documents. All other state follows from the uploads and their
 * receipts.
 */
export function keptBy({ record, articles = [] }: TableRow): {
  readonly articleIds: readonly string[]
  readonly contentKeys: readonly string[]
} {
  return {
    articleIds: record?.article && !isDerivable(record) ? [record.id, record.article.id] : [],
    contentKeys: articles.map(({ contentKey }) => contentKey),
  }
}

/**
 * Returns true if a row follows from the uploads. Rows that count changes or record the past do not. The list of listings
 * stays, because it leads to their closed documents.
 */
export function isDerivedRow({ pk, sk, record, article, articleId }: TableRow, { articleIds }: KeptState): boolean {
  const [kind] = pk.split('#', 1)
  switch (kind) {
    case 'article':
      return record !== undefined && isDerivable(record)
    case 'listing':
      return !articleIds.has(article?.id ?? '')
    case 'slug':
      return !articleIds.has(articleId ?? '')
    case 'due':
      return !articleIds.has(sk.slice(sk.lastIndexOf('#') + 1))
    default:
      return false
  }
}

/** Returns true if the body under a key of the content store (`articles/<id>/<hash>.json`) follows from the uploads. */
export function isDerivedBody(key: string, { articleIds, contentKeys }: KeptState): boolean {
  return !contentKeys.has(key) && !articleIds.has(key.split('/')[1] ?? '')
}

/** Returns true if reading the upload again, together with its receipt, results in the same record. */
function isDerivable({ state, article }: UploadRecord): boolean {
  return state !== 'withdrawn' && state !== 'rejected' && article !== undefined
}
