import type { Problem } from '../problem.ts'
import type { Site } from '../site.ts'
import {
  type Article,
  isLive,
  type Original,
  type ReplacedVersion,
  type UploadRecord,
  type UploadState,
} from './article.ts'
import { dueTime } from './compose-article.ts'
import { addressedDigests } from './digest-marks.ts'
import { articleId, articleUrl } from './identity.ts'
import { longestKeyBytes } from './limits.ts'

/** Our answer to an upload, as JSON for programs. docs/receipt.schema.json is its schema. */
export type Receipt = {
  readonly key: string
  readonly state: UploadState
  readonly title?: string
  /** The subject and the preheader that an editor's note gives the mails of its issue. */
  readonly subject?: string
  readonly preheader?: string
  /** The addresses of the article; after a rejected correction, those of the last good version. */
  readonly urls?: { readonly page: string; readonly rss?: string; readonly atom?: string; readonly json?: string }
  /** The version of the published article that this one replaced. */
  readonly corrects?: ReplacedVersion
  /** When a scheduled article will be published. */
  readonly due?: string
  /** How the article is mailed, if its front matter says so. */
  readonly mailing?: ReceiptMailing
  /** The permanent identity of the article and its place in the feeds. A rebuild keeps both. */
  readonly article?: ArticleIdentity
  /** The upload that has the same content, if this one is not published because of that. */
  readonly copyOf?: string
  /** The key to which the article was moved. */
  readonly movedTo?: string
  /** Number of articles that were moved away from this key. */
  readonly moves?: number
  readonly problems: readonly Problem[]
  /** When the upload was processed. */
  readonly at: string
}

export type ArticleIdentity = Pick<Article, 'slug' | 'guid' | 'date' | 'updatedAt'> & {
  /** Undefined if the article was never live. */
  readonly liveAt?: string | undefined
  /** When the first accepted version was uploaded. */
  readonly since?: string | undefined
  /** The corrections that it has had while it was live. Undefined in receipts of former versions, and if it never was live. */
  readonly corrections?: readonly string[] | undefined
  /** Undefined if it follows from the key: the article was first published under another one. */
  readonly id?: string | undefined
}

/** How an article is mailed: on its own, in no digest, or in the next issues of some digests. */
export type ReceiptMailing = {
  readonly mode: 'alone' | 'none' | 'digest'
  /** Names of the digests whose readers get it. */
  readonly digests: readonly string[]
  /** Those of them that need approval. */
  readonly approval?: readonly string[]
  /** When it is mailed on its own, or a minute later. */
  readonly at?: string
  /** Digests whose readers are not mailed it, because it was too late for that. */
  readonly tooLate?: readonly string[]
}

type Addition = {
  /** Title of the upload, if it has one. */
  readonly title?: string | undefined
  /** The article of which the upload is a copy. */
  readonly original?: UploadRecord | undefined
}

/** Composes the receipt of a record. */
export function composeReceipt(record: UploadRecord, site: Site, { title, original }: Addition = {}): Receipt {
  const { article, key, state, problems, at, copyOf, movedTo, moves } = record
  if (copyOf) return composeCopyReceipt(record, copyOf, site, { title, original })
  const name = state === 'rejected' ? (title ?? article?.title) : article?.title
  return {
    key,
    state,
    ...(name === undefined ? {} : { title: name }),
    ...(article && isLive(record) ? { urls: urlsOf(article.slug, site) } : {}),
    ...(state === 'published' && record.corrects ? { corrects: record.corrects } : {}),
    ...(article && state === 'scheduled' ? { due: dueTime(article) } : {}),
    ...(article && mailingOf(article, record, site)),
    ...(article ? { article: identityOf(article, record.since) } : {}),
    ...(movedTo === undefined ? {} : { movedTo }),
    ...(moves === undefined ? {} : { moves }),
    problems,
    at,
  }
}

/** The receipt of a copy says where the original is published. */
function composeCopyReceipt(
  { key, state, problems, at, moves }: UploadRecord,
  { key: copyOf, ...original }: Original,
  site: Site,
  addition: Addition,
): Receipt {
  const article = original.state && addition.original?.article
  return {
    ...{ key, state },
    ...(addition.title === undefined ? {} : { title: addition.title }),
    ...(article && state === 'published' ? { urls: urlsOf(article.slug, site) } : {}),
    ...(article && state === 'scheduled' ? { due: dueTime(article) } : {}),
    ...(article ? { article: identityOf(article, addition.original?.since) } : {}),
    copyOf,
    ...(moves === undefined ? {} : { moves }),
    ...{ problems, at },
  }
}

function identityOf(article: Article, since: string | undefined): ArticleIdentity {
  const { id, key, slug, guid, date, liveAt, updatedAt } = article
  return {
    ...{ slug, guid, date, ...(liveAt && { liveAt }), updatedAt, ...(since && { since }) },
    ...(liveAt && { corrections: article.corrections ?? [] }),
    ...(id !== articleId(key) && { id }),
  }
}

function mailingOf(
  article: Article,
  { articleState, tooLate = [] }: UploadRecord,
  { publication: { digests } }: Site,
): { readonly mailing?: ReceiptMailing } {
  const { mail, digests: named, source, status } = article
  const isShown = articleState === 'published' || articleState === 'scheduled'
  if (!isShown || source !== 'news' || (mail === undefined && named === undefined)) return {}
  const isMailed = mail !== 'none' && !(mail === 'alone' && status === 'retracted')
  const own = addressedDigests(article, Object.keys(digests)).filter((digest) => isMailed && !tooLate.includes(digest))
  const approval = own.filter((digest) => mail === 'alone' && digests[digest]?.approval)
  return {
    mailing: {
      ...{ mode: mail ?? 'digest', digests: own },
      ...(approval.length > 0 && { approval }),
      ...(mail === 'alone' && own.length > 0 && { at: article.liveAt ?? dueTime(article) }),
      ...(tooLate.length > 0 && { tooLate }),
    },
  }
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
  const { key, article, at, corrects, copyOf, moves, mailing } = receipt
  const id = articleId(key)
  const record: UploadRecord = {
    ...{ id, key, etag, at, sequencer: '0', state: 'withdrawn', problems: [], touched: [], revision: 0, moves },
    ...{ article: undefined, articleState: undefined },
  }
  if (copyOf !== undefined) return { ...record, copyOf: { key: copyOf } }
  if (!article) return moves === undefined ? undefined : record
  const { since, ...identity } = article
  return {
    ...{ ...record, since, corrects, articleState: 'withdrawn', tooLate: mailing?.tooLate },
    article: {
      ...{ id, key, title: '', summary: '', authors: [], topics: [], language: 'en', direction: 'ltr' },
      ...{ image: undefined, contentKey: '', words: 0, source: key.startsWith('backfill/') ? 'backfill' : 'news' },
      ...identity,
      ...(mailing && mailing.mode !== 'digest' && { mail: mailing.mode }),
      id: identity.id ?? id,
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
