import type { ArticleBody } from '../html/body.ts'
import type { Problem } from '../problem.ts'
import type { FileReference } from '../reading/file-reference.ts'
import type { ArticleSource, Manuscript } from '../reading/manuscript.ts'

/** An article that was accepted at least once, without its body. */
export type Article = Omit<Manuscript, 'date' | 'updated' | 'draft' | 'slug'> & {
  readonly id: string
  /** Its upload's key, which is its identity. */
  readonly key: string
  /** A `tag:` URI (RFC 4151), fixed at first ingest. */
  readonly guid: string
  /** Fixed at first ingest. */
  readonly slug: string
  readonly source: ArticleSource
  /** Its own date, an instant. */
  readonly date: string
  /** When it first went live (backfill: its own date); feeds are ordered by it. Undefined while it is held back. */
  readonly liveAt: string | undefined
  /** When its content last changed. */
  readonly updatedAt: string
  /** Where its body is in the content store; names the content, so it changes with it. */
  readonly contentKey: string
  /** Plain-text words of the body. */
  readonly words: number
}

export type UploadState = 'published' | 'scheduled' | 'draft' | 'rejected' | 'withdrawn'

/** All that is known of one upload key: the newest event seen for it, and the article it stands for, if it ever was one. */
export type UploadRecord = {
  readonly id: string
  readonly key: string
  /** S3's sequencer of the newest event that was applied. */
  readonly sequencer: string
  /** What the newest upload came to. */
  readonly state: UploadState
  readonly problems: readonly Problem[]
  /** When the newest upload was judged. */
  readonly at: string
  /** The last accepted version; a rejected correction leaves it as it was. */
  readonly article: Article | undefined
  /** Where that version stands: a rejected correction of a live article leaves it `published`. */
  readonly articleState: 'published' | 'scheduled' | 'draft' | 'withdrawn' | undefined
  /** Listings that changes may have altered, so that a repeated or later event names them again. */
  readonly touched: readonly string[]
  /** Grows with every change; guards against lost updates. Zero: it was recalled from a receipt and is not stored. */
  readonly revision: number
  /** Of the newest upload, in quotes; undefined once it has gone. */
  readonly etag?: string | undefined
  /** When its first accepted version was uploaded. Of two articles the older one has the slug that both would like. */
  readonly since?: string | undefined
  /** Names the bytes of the last accepted version, to tell a renamed upload from a new one. */
  readonly fingerprint?: string | undefined
  /** Of the article that had the same bytes under another key and went live before it. */
  readonly heirOf?: string | undefined
  /** Files that the last accepted version refers to. */
  readonly files?: readonly FileReference[] | undefined
  /** Files that only earlier versions did. */
  readonly formerFiles?: readonly FileReference[] | undefined
}

/** An article with its body. */
export type FullArticle = { readonly article: Article; readonly body: ArticleBody }
