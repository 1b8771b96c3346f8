import type { ArticleBody } from '../html/body.ts'
import type { Problem } from '../problem.ts'
import type { RecordedLink } from '../reading/article-links.ts'
import type { FileReference } from '../reading/file-reference.ts'
import type { ArticleSource, Manuscript, Media } from '../reading/manuscript.ts'

/** An article that was accepted at least once, without its body. */
export type Article = Omit<Manuscript, 'date' | 'isDatedByPath' | 'updated' | 'draft' | 'slug'> & {
  /** The id of the upload key under which it was first published. It stays the same if the file is moved. */
  readonly id: string
  /** The key of its upload. */
  readonly key: string
  /** A `tag:` URI (RFC 4151), fixed when the article is first ingested. */
  readonly guid: string
  /** Fixed when the article is first ingested, unless an older article claims it. */
  readonly slug: string
  readonly source: ArticleSource
  /** Audio and video, in the order of the text. Undefined if there are none. */
  readonly media?: readonly Media[] | undefined
  /** The date of the article, an instant. */
  readonly date: string
  /** When it first went live (for backfill, its date). Feeds are ordered by this time. Undefined if it never was live. */
  readonly liveAt: string | undefined
  /** Pages are ordered by this instant. Undefined in records of former versions, and if it never was live. */
  readonly listedAt?: string | undefined
  /** When its content last changed. */
  readonly updatedAt: string
  /** The key of its body in the content store. It contains a hash of the body. */
  readonly contentKey: string
  /** Number of words in the body. */
  readonly words: number
  /** The corrections and retractions that it has had while it was live, as `correctionOf` returns them. */
  readonly corrections?: readonly string[] | undefined
}

export type UploadState = 'published' | 'scheduled' | 'draft' | 'rejected' | 'withdrawn'

/** The version of a live article that the present one has replaced. */
export type ReplacedVersion = {
  readonly title: string
  /** When that version had last changed. */
  readonly at: string
  /** True if it has so little in common with the present one that it must have been another article. */
  readonly different?: true | undefined
}

/** The article of which an upload is a copy, as the copy's receipt shows it. */
export type Original = {
  readonly key: string
  /** Its state and slug; undefined if it has another text now. */
  readonly state?: 'published' | 'scheduled' | undefined
  readonly slug?: string | undefined
}

/** The record of one upload key: the newest event that was applied, and the last accepted version, if there is one. */
export type UploadRecord = {
  readonly id: string
  readonly key: string
  /** S3's sequencer of the newest event that was applied. */
  readonly sequencer: string
  /** The result of the newest upload. */
  readonly state: UploadState
  readonly problems: readonly Problem[]
  /** When the newest upload was processed. */
  readonly at: string
  /** The last accepted version. A rejected correction leaves it unchanged. */
  readonly article: Article | undefined
  /** The state of that version: a rejected correction of a live article leaves it `published`. */
  readonly articleState: 'published' | 'scheduled' | 'draft' | 'withdrawn' | undefined
  /** Listings that changes have touched. A repeated or later event rebuilds them all again. */
  readonly touched: readonly string[]
  /** Increases with every change and prevents lost updates. Zero if it was restored from a receipt and is not stored. */
  readonly revision: number
  /** ETag of the newest upload, in quotes. Undefined if the upload was deleted. */
  readonly etag?: string | undefined
  /** When the first accepted version was uploaded. The older of two articles keeps a contested slug. */
  readonly since?: string | undefined
  /** A hash of the last accepted version's bytes, which distinguishes a renamed upload from a new one. */
  readonly fingerprint?: string | undefined
  /** Present while another upload with the same content is the article, and this one only waits to take its place. */
  readonly copyOf?: Original | undefined
  /** The key from which the article was moved here. It was live there until then, or had been live before, or never. */
  readonly movedFrom?: { readonly key: string; readonly was: 'live' | 'known' | 'new' } | undefined
  /** The key to which the article was moved. */
  readonly movedTo?: string | undefined
  /** Number of articles that were moved away from this key. Another one must not have their identity. */
  readonly moves?: number | undefined
  /** The live version that the last accepted one replaced. */
  readonly corrects?: ReplacedVersion | undefined
  /** Digests whose readers do not get the article as its editor asked later, because it was too late. */
  readonly tooLate?: readonly string[] | undefined
  /** Files that the last accepted version refers to. */
  readonly files?: readonly FileReference[] | undefined
  /** Uploads to which links of the last accepted version may lead. */
  readonly links?: readonly RecordedLink[] | undefined
  /** Names under which links of other uploads find the last accepted version. */
  readonly names?: readonly string[] | undefined
  /** Files that only earlier versions referred to. */
  readonly formerFiles?: readonly FileReference[] | undefined
}

/** An article with its body. */
export type FullArticle = { readonly article: Article; readonly body: ArticleBody }

export function isLive(record: UploadRecord | undefined): record is UploadRecord & { readonly article: Article } {
  return record?.article !== undefined && record.articleState === 'published'
}
