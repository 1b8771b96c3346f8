import type { Publication } from './publication.ts'

/** The publication and the address of its site. */
export type Site = {
  readonly publication: Publication
  /** Without a trailing slash. */
  readonly url: string
}

/** A file of the public site. */
export type SiteDocument = {
  /** Its key in the site bucket, without a leading slash: `topics/asia/feed.xml`. */
  readonly path: string
  readonly contentType: string
  readonly cacheControl: string
  readonly body: string
}

/** The changes of a build to the site: documents to write, and paths to remove. */
export type SiteChange = { readonly put: readonly SiteDocument[]; readonly remove: readonly string[] }
