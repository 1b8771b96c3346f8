import type { Problem } from '../problem.ts'

/** An article's subject and a subscriber's choice, as shown and as addressed. */
export type Topic = { readonly slug: string; readonly name: string }

export type Author = { readonly slug: string; readonly name: string }

export type Image = {
  /** Absolute URL; in a manuscript it may be relative to the article's page. */
  readonly url: string
  readonly alt: string
  /** Pixels. */
  readonly width?: number
  readonly height?: number
  /** Its media type, and its size in bytes, where it was uploaded beside the article. */
  readonly type?: string
  readonly bytes?: number
}

/** The body of an article for each of its uses, all rendered from one sanitized tree. URLs are absolute. */
export type ArticleBody = {
  /** For the article page: headings have anchors. */
  readonly page: string
  /** For feeds. */
  readonly feed: string
  /** For mails: what no mail client shows is replaced by a link. */
  readonly email: string
  /** Plain text. */
  readonly text: string
  /** The address of the site when it was rendered. */
  readonly siteUrl?: string
}

/** What an upload's author wrote, before it has an identity or a place. */
export type Manuscript = {
  readonly title: string
  /** Plain text, one paragraph. */
  readonly summary: string
  readonly authors: readonly Author[]
  readonly topics: readonly Topic[]
  /** BCP 47. */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  /** The article's own date as an instant; midnight UTC where only a day is given. Undefined: none was given. */
  readonly date: string | undefined
  /** When its author last changed it, an instant, if they say so. */
  readonly updated?: string | undefined
  readonly draft: boolean
  /** The slug that the author asks for. */
  readonly slug: string | undefined
  readonly image: Image | undefined
  /** What its publisher has said of it since; readers see it wherever they see the article. */
  readonly status?: ArticleStatus | undefined
  /** Why, if its publisher says so: plain text. */
  readonly notice?: string | undefined
  /** Absolute URL of the page that this one is a copy of. */
  readonly canonical?: string | undefined
}

export type ArticleStatus = 'corrected' | 'retracted'

/** `news` goes to feeds and digests; `backfill` is an archive being brought in: never mailed, ordered by its own dates. */
export type ArticleSource = 'news' | 'backfill'

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

/** A file beside an article that the article shows or links to. */
export type FileReference = {
  /** Of its upload. */
  readonly key: string
  /** Below the address of the article: `images/map.png`. */
  readonly path: string
  /** Of the version of a picture that was measured. */
  readonly etag?: string
}

/** An article with its body. */
export type FullArticle = { readonly article: Article; readonly body: ArticleBody }
