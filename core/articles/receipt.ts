import type { Problem } from '../problem.ts'
import { classifyKey } from '../reading/upload-key.ts'
import type { Site } from '../site.ts'
import { isLive } from './apply-upload.ts'
import type { Article, UploadRecord, UploadState } from './article.ts'
import { articleId, articleUrl } from './identity.ts'

/** Our answer to an upload, as JSON for programs; docs/receipt.schema.json is its schema. */
export type Receipt = {
  readonly key: string
  readonly state: UploadState
  readonly title?: string
  /** Where the article is to be read. After a rejected correction: its last good version. */
  readonly urls?: { readonly page: string; readonly rss?: string; readonly atom?: string; readonly json?: string }
  /** When a scheduled article will appear. */
  readonly due?: string
  /** What names the article and places it for good, whatever is rebuilt. */
  readonly article?: ArticleIdentity
  readonly problems: readonly Problem[]
  /** When the upload was judged. */
  readonly at: string
}

export type ArticleIdentity = Pick<Article, 'slug' | 'guid' | 'date' | 'updatedAt'> & {
  /** Undefined while it never was live. */
  readonly liveAt?: string | undefined
  /** When its first accepted version was uploaded. */
  readonly since?: string | undefined
}

/** `title` is that of a rejected upload, if it had one. */
export function composeReceipt(record: UploadRecord, site: Site, title?: string): Receipt {
  const { article, key, state, problems, at } = record
  const name = state === 'rejected' ? (title ?? article?.title) : article?.title
  return {
    key,
    state,
    ...(name === undefined ? {} : { title: name }),
    ...(article && isLive(record) ? { urls: urlsOf(article.slug, site) } : {}),
    ...(article && state === 'scheduled' ? { due: article.date } : {}),
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

/** Bytes. */
const longestKey = 1024

/** Where in the uploads bucket the receipt for a key is. S3's limit would not let a very long key grow: it gets its id. */
export function receiptPath(key: string, form: 'json' | 'txt'): string {
  const path = `receipts/${key}.${form}`
  return Buffer.byteLength(path) <= longestKey ? path : `receipts/long-keys/${articleId(key)}.${form}`
}

/** The upload key whose receipt in JSON is at a path. Undefined: the path does not tell. */
export function answeredKey(path: string): string | undefined {
  const [, key] = /^receipts\/(?!long-keys\/)(.+)\.json$/s.exec(path) ?? []
  return key
}

/** The receipt as an answer to a person. `said`: what it came to, where that is not an article. */
export function renderReceiptText(receipt: Receipt, said?: string): string {
  const name = receipt.title === undefined ? receipt.key : `"${receipt.title}" (${receipt.key})`
  const errors = receipt.problems.filter((problem) => problem.severity === 'error')
  const warnings = receipt.problems.filter((problem) => problem.severity === 'warning')
  const parts = [
    `${name}\n${said ?? verdict(receipt, warnings.length)}`,
    errors.length > 0 ? `What is wrong:\n${errors.map(describeProblem).join('\n')}` : '',
    warnings.length > 0 ? `What you may want to look at:\n${warnings.map(describeProblem).join('\n')}` : '',
    `Checked at ${receipt.at}.`,
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function verdict(receipt: Receipt, warnings: number): string {
  const { key, state, urls, due } = receipt
  if (classifyKey(key).kind === 'asset') return fileVerdict(receipt)
  switch (state) {
    case 'published':
      return `Published${warnings > 0 ? ' with warnings' : ''}. Read it at ${urls?.page}\nIt is in the feed ${urls?.rss}`
    case 'scheduled':
      return `Scheduled. It will appear by itself at ${due}.`
    case 'draft':
      return 'Kept as a draft. Nobody sees it until you upload it without "draft: true".'
    case 'withdrawn':
      return 'Withdrawn. It is gone from the site, the feeds and the digests to come.'
    case 'rejected':
      return urls
        ? `Rejected. Nothing changed: the last good version is still at ${urls.page}`
        : 'Rejected. It was not published. Correct it and upload it again under the same name.'
  }
}

function fileVerdict({ state, urls }: Receipt): string {
  if (state === 'published') return `Published at ${urls?.page}`
  if (state === 'withdrawn') return 'Withdrawn. It is gone from the site.'
  return state === 'rejected' ? 'Rejected. It was not published.' : 'Kept. Nobody sees it yet.'
}

/** A problem as a line of a list, with what to do about it below. */
export function describeProblem({ rule, message, line, column, fix }: Problem): string {
  const place = line === undefined ? '' : `line ${line}${column === undefined ? '' : `, column ${column}`}: `
  return `- ${place}${message}${fix === undefined ? '' : `\n  ${fix}`} [${rule}]`
}
