import type { Problem } from '../problem.ts'
import type { Site } from '../site.ts'
import { type Article, isLive, type ReplacedVersion, type UploadRecord, type UploadState } from './article.ts'
import { dueTime } from './compose-article.ts'
import { articleId, articleUrl } from './identity.ts'
import { longestKeyBytes } from './limits.ts'

/** Our answer to an upload, as JSON for programs. docs/receipt.schema.json is its schema. */
export type Receipt = {
  readonly key: string
  readonly state: UploadState
  readonly title?: string
  /** The addresses of the article; after a rejected correction, those of the last good version. */
  readonly urls?: { readonly page: string; readonly rss?: string; readonly atom?: string; readonly json?: string }
  /** The version of the published article that this one replaced. */
  readonly corrects?: ReplacedVersion
  /** When a scheduled article will be published. */
  readonly due?: string
  /** The permanent identity of the article and its place in the feeds. A rebuild keeps both. */
  readonly article?: ArticleIdentity
  readonly problems: readonly Problem[]
  /** When the upload was processed. */
  readonly at: string
}

export type ArticleIdentity = Pick<Article, 'slug' | 'guid' | 'date' | 'updatedAt'> & {
  /** Undefined if the article was never live. */
  readonly liveAt?: string | undefined
  /** When the first accepted version was uploaded. */
  readonly since?: string | undefined
}

/** Composes the receipt of a record. @param title of a rejected upload, if it has one */
export function composeReceipt(record: UploadRecord, site: Site, title?: string): Receipt {
  const { article, key, state, problems, at } = record
  const name = state === 'rejected' ? (title ?? article?.title) : article?.title
  return {
    key,
    state,
    ...(name === undefined ? {} : { title: name }),
    ...(article && isLive(record) ? { urls: urlsOf(article.slug, site) } : {}),
    ...(state === 'published' && record.corrects ? { corrects: record.corrects } : {}),
    ...(article && state === 'scheduled' ? { due: dueTime(article) } : {}),
    ...(article ? { article: identityOf(article, record.since) } : {}),
    problems,
    at,
  }
}

function identityOf({ slug, guid, date, liveAt, updatedAt }: Article, since: string | undefined): ArticleIdentity {
  return { slug, guid, date, ...(liveAt && { liveAt }), updatedAt, ...(since && { since }) }
}

function urlsOf(slug: string, site: Site): NonNullable<Receipt['urls']> {
  return {
    page: articleUrl(site, slug),
    rss: `${site.url}/feed.xml`,
    atom: `${site.url}/atom.xml`,
    json: `${site.url}/feed.json`,
  }
}

/**
 * Restores a lost record as far as its receipt allows. This is enough for the upload, when it is read again, to become the
 * same article with the same address and place in the feeds, which is not mailed as news. Returns undefined if the upload
 * was never an article.
 * @param etag of the upload that the receipt is about
 */
export function restoreRecord(receipt: Receipt, etag: string): UploadRecord | undefined {
  const { key, article, at, corrects } = receipt
  if (!article) return undefined
  const { since, ...identity } = article
  const id = articleId(key)
  return {
    ...{ id, key, etag, at, since, corrects, sequencer: '0', state: 'withdrawn', articleState: 'withdrawn' },
    ...{ problems: [], touched: [], revision: 0 },
    article: {
      ...{ id, key, title: '', summary: '', authors: [], topics: [], language: 'en', direction: 'ltr' },
      ...{ image: undefined, contentKey: '', words: 0, source: key.startsWith('backfill/') ? 'backfill' : 'news' },
      ...identity,
      liveAt: identity.liveAt,
    },
  }
}

/** Returns the path of a key's receipt in the uploads bucket. An id replaces a long key, because S3 limits the length of keys. */
export function receiptPath(key: string, form: 'json' | 'txt'): string {
  const path = `receipts/${key}.${form}`
  return Buffer.byteLength(path) <= longestKeyBytes ? path : `receipts/long-keys/${articleId(key)}.${form}`
}

/** Returns the upload key of the JSON receipt at a path; undefined if the path does not contain the key. */
export function answeredKey(path: string): string | undefined {
  const [, key] = /^receipts\/(?!long-keys\/)(.+)\.json$/s.exec(path) ?? []
  return key
}
