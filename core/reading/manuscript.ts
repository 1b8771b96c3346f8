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
