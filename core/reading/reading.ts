import type { Root } from 'hast'
import type { Problem } from '../problem.ts'
import type { Image } from './manuscript.ts'

/** What a reader of one format found in an upload: its author's words, neither judged nor sanitized. */
export type Reading = {
  readonly title?: string | undefined
  readonly summary?: string | undefined
  readonly authors: readonly string[]
  readonly topics: readonly string[]
  /** An instant. */
  readonly date?: string | undefined
  /** An instant. */
  readonly updated?: string | undefined
  readonly language?: string | undefined
  readonly direction?: string | undefined
  readonly draft?: boolean | undefined
  readonly slug?: string | undefined
  readonly image?: Image | undefined
  /** `retracted` or `corrected`, if it means anything. */
  readonly status?: string | undefined
  /** Why: plain text. */
  readonly notice?: string | undefined
  readonly canonical?: string | undefined
  readonly tree: Root
  /** Errors reject the upload. */
  readonly problems: readonly Problem[]
}
