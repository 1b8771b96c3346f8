import type { Problem } from '../problem.ts'
import type { RecordedLink } from '../reading/article-links.ts'
import type { FileReference } from '../reading/file-reference.ts'
import type { Image, Manuscript, Media } from '../reading/manuscript.ts'
import type { Original } from './article.ts'
import type { Picture } from './picture.ts'

type FactBase = {
  readonly key: string
  /** S3's sequencer of the event, or of the object that was read. */
  readonly sequencer: string
  /** The instant at which the object was uploaded or deleted; for a `due` fact, the instant of the check. */
  readonly at: string
  /** ETag of the upload that was read. */
  readonly etag?: string | undefined
}

/** An image that may lead an article. */
type Lead = {
  readonly image: Image
  /** The file, if it is one beside the article. */
  readonly picture?: Picture | undefined
}

export type AcceptedFact = FactBase & {
  readonly kind: 'accepted'
  readonly manuscript: Manuscript
  readonly contentHash: string
  /** Only warnings. */
  readonly problems: readonly Problem[]
  readonly words: number
  /** The slug that the article tries to claim. Undefined for its present one or the one from its manuscript. */
  readonly slug?: string
  readonly fingerprint?: string
  readonly files?: readonly FileReference[]
  readonly links?: readonly RecordedLink[] | undefined
  readonly names?: readonly string[] | undefined
  /** Images that may lead the article, the best first. The manuscript has the first of them. */
  readonly leads?: readonly Lead[]
  /** The lead image, if it is a file beside the article. */
  readonly picture?: Picture | undefined
  /** Digests that have not taken the article yet. Only if the editor has changed how it is mailed. */
  readonly waiting?: readonly string[] | undefined
  /** The audio and video of its body. */
  readonly media?: readonly Media[]
}
export type RejectedFact = FactBase & {
  readonly kind: 'rejected'
  readonly problems: readonly Problem[]
  /** Present if the upload would be accepted as the copy of another one. */
  readonly fingerprint?: string
}
/** An accepted upload whose content is published under another key. */
export type CopiedFact = FactBase & {
  readonly kind: 'copied'
  readonly copyOf: Original
  readonly fingerprint: string | undefined
  readonly problems: readonly Problem[]
}
/** An upload whose name says that it is not for the public. */
export type HeldFact = FactBase & { readonly kind: 'held'; readonly problems: readonly Problem[] }
export type DeletedFact = FactBase & { readonly kind: 'deleted' }
export type DueFact = FactBase & { readonly kind: 'due' }

/** A change of an upload key, as an event and the object in the bucket show it. */
export type UploadFact = AcceptedFact | CopiedFact | RejectedFact | HeldFact | DeletedFact | DueFact
