import type { Root } from 'hast'
import type { Problem } from '../problem.ts'
import type { Field } from './front-matter/field.ts'

/** An article's subject and a subscriber's choice. The slug is part of its address. */
export type Topic = { readonly slug: string; readonly name: string }

export type Author = { readonly slug: string; readonly name: string }

export type Image = {
  /** Absolute URL; in a manuscript it may be relative to the article's page. */
  readonly url: string
  readonly alt: string
  /** Pixels. */
  readonly width?: number
  readonly height?: number
  /** Its media type, if it was uploaded beside the article. */
  readonly type?: string
  /** Its size, if it was uploaded beside the article. */
  readonly bytes?: number
}

/** Audio or video that an article plays or links to. */
export type Media = {
  /** Absolute URL; in a manuscript it may be relative to the article's page. */
  readonly url: string
  readonly type: string
  /** Its size, if it was uploaded beside the article. */
  readonly bytes?: number
}

/** How an article is mailed. */
export type Mailing = {
  /** `alone`: in a mail of its own. `none`: in no digest. Undefined: in the next issue. */
  readonly mail?: 'alone' | 'none' | undefined
  /** The names of the digests that it is for; undefined for all of them. */
  readonly digests?: readonly string[] | undefined
}

/** The contents of an upload as the reader of its format returns them, neither checked nor sanitized. */
export type RawManuscript = {
  readonly title?: string | undefined
  readonly summary?: string | undefined
  readonly authors: readonly string[]
  readonly topics: readonly string[]
  /** An instant. */
  readonly date?: string | undefined
  readonly isDatedByPath?: boolean | undefined
  /** The address at which another program published it. */
  readonly permalink?: string | undefined
  /** Other names and addresses under which another program knows it. */
  readonly aliases?: readonly string[] | undefined
  /** An instant. */
  readonly updated?: string | undefined
  /** The instant before which it must not be published. */
  readonly publishAt?: string | undefined
  /** The instant after which it must no longer be published. */
  readonly expires?: string | undefined
  readonly language?: string | undefined
  readonly direction?: string | undefined
  readonly draft?: boolean | undefined
  readonly slug?: string | undefined
  /** `none` if the author wants no lead image. */
  readonly image?: Image | 'none' | undefined
  /** Any text. Only `corrected` and `retracted` have an effect. */
  readonly status?: string | undefined
  /** The reason for the status. */
  readonly notice?: string | undefined
  readonly canonical?: string | undefined
  readonly mailing?: Mailing | undefined
  /** All fields as they are written. Texts for issues have fields that articles do not have. */
  readonly fields?: readonly Field[]
  readonly tree: Root
  /** The tree with the heading that became the title, if that is only the first of several parts. */
  readonly treeOfParts?: Root | undefined
  /** Errors reject the upload. */
  readonly problems: readonly Problem[]
}

/** The author's text and fields, before they have an identity or an address. */
export type Manuscript = Mailing & {
  readonly title: string
  /** Plain text, one paragraph. */
  readonly summary: string
  readonly authors: readonly Author[]
  readonly topics: readonly Topic[]
  /** BCP 47. */
  readonly language: string
  readonly direction: 'ltr' | 'rtl'
  /** The date that the author gave, as an instant; midnight UTC for a day without a time. */
  readonly date: string | undefined
  /** True if only the path of the upload states the date. */
  readonly isDatedByPath?: boolean | undefined
  /** The instant of the last change, if the author gave it. */
  readonly updated?: string | undefined
  /** The instant at which to publish it, if that is later than its date. */
  readonly publishAt?: string | undefined
  /** The instant at which to withdraw it. */
  readonly expires?: string | undefined
  readonly draft: boolean
  /** The slug that the author requested. */
  readonly slug: string | undefined
  readonly image: Image | undefined
  /** Shown wherever the article is shown. */
  readonly status?: ArticleStatus | undefined
  /** The reason for the status, in plain text. */
  readonly notice?: string | undefined
  /** Absolute URL of the page that this one is a copy of. */
  readonly canonical?: string | undefined
}

export type ArticleStatus = 'corrected' | 'retracted'

/** `news` goes to feeds and digests; `backfill` is an imported archive, which is ordered by its own dates and never mailed. */
export type ArticleSource = 'news' | 'backfill'
