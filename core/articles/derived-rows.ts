import type { UploadRecord } from './article.ts'

/** A row of the articles table. */
export type TableRow = {
  readonly pk: string
  readonly sk: string
  readonly record?: UploadRecord
  readonly article?: { readonly id: string }
  /** Of a closed document of a feed. */
  readonly articles?: readonly { readonly contentKey: string }[]
  readonly articleId?: string
}

/**
 * Whether an upload, read again with its receipt at hand, gives the record of a row again. What was withdrawn is not
 * there to be read, nor is the last good version that a rejected correction left up.
 */
export function isDerivable({ state }: UploadRecord): boolean {
  return state !== 'withdrawn' && state !== 'rejected'
}

/** Whether a row follows from the uploads. Rows that only count or remember do not: nothing else tells what they do. */
export function isDerived({ pk, sk, record, article, articleId }: TableRow, keptIds: ReadonlySet<string>): boolean {
  const [kind] = pk.split('#', 1)
  switch (kind) {
    case 'article':
      return record !== undefined && isDerivable(record)
    case 'listing':
      return !keptIds.has(article?.id ?? '')
    case 'slug':
      return !keptIds.has(articleId ?? '')
    case 'due':
      return !keptIds.has(sk.slice(sk.lastIndexOf('#') + 1))
    case 'listings':
      return true
    default:
      return false
  }
}
