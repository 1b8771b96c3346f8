import { compareUploads } from '../../core/reading/compare-uploads.ts'
import { maximumArticleBytes } from '../../core/reading/limits.ts'
import { classifyKey } from '../../core/reading/upload-key.ts'
import type { Stack } from '../stack.ts'

/** A file to upload. It is read only if there is an article under its key. */
export type Candidate = { readonly key: string; readonly bytes: () => Promise<Uint8Array> }

/** An article that an upload would replace by a different one. */
export type Replacement = {
  readonly key: string
  /** Titles, if there are any. */
  readonly titles: readonly [present: string | undefined, next: string | undefined]
  /** When the present one was uploaded. */
  readonly since: Date
}

/** What is stored under the keys of articles. */
export type Present = {
  /** By key. */
  readonly etags: ReadonlyMap<string, string>
  readonly replacements: readonly Replacement[]
}

type Source = Pick<Stack, 'site'> & { readonly uploads: Pick<Stack['uploads'], 'get'> }

/** Finds what is stored under the keys of articles, and which of it is a different article. */
export async function findPresent(files: readonly Candidate[], { site, uploads }: Source): Promise<Present> {
  const etags = new Map<string, string>()
  const replacements: Replacement[] = []
  for (const { bytes, key } of files) {
    const present = classifyKey(key).kind === 'article' ? await uploads.get(key, maximumArticleBytes) : undefined
    if (!present) continue
    etags.set(key, present.etag)
    const next = { key, bytes: await bytes() }
    const { isSameArticle, titles } = compareUploads({ key, ...present }, next, site.publication)
    if (!isSameArticle) replacements.push({ key, titles, since: present.storedAt })
  }
  return { etags, replacements }
}
