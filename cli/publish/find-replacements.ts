import { compareUploads } from '../../core/reading/compare-uploads.ts'
import { maximumArticleBytes } from '../../core/reading/limits.ts'
import { classifyKey } from '../../core/reading/upload-key.ts'
import type { ContentFile } from '../content-files.ts'
import type { Stack } from '../stack.ts'

/** An article that an upload would replace by a different one. */
export type Replacement = {
  readonly key: string
  readonly file: string
  readonly present: string
  readonly next: string
  /** When the present one was uploaded. */
  readonly since: Date
}

/** What is stored under the keys of articles. */
export type Present = {
  /** By key. */
  readonly etags: ReadonlyMap<string, string>
  readonly replacements: readonly Replacement[]
}

type Uploads = Pick<Stack, 'site'> & { readonly uploads: Pick<Stack['uploads'], 'get'> }

/** Finds what is stored under the keys of articles, and which of it is a different article. */
export async function findReplacements(
  files: readonly ContentFile[],
  read: (file: string) => Promise<Uint8Array>,
  { site, uploads }: Uploads,
): Promise<Present> {
  const etags = new Map<string, string>()
  const replacements: Replacement[] = []
  for (const { file, key } of files) {
    const present = classifyKey(key).kind === 'article' ? await uploads.get(key, maximumArticleBytes) : undefined
    if (!present) continue
    etags.set(key, present.etag)
    const next = { key, bytes: await read(file) }
    const { isSameArticle, titles } = compareUploads({ key, ...present }, next, site.publication)
    const names = titles.map((title) => (title === undefined ? 'an article without a title' : `“${title}”`))
    const [before = '', after = ''] = names
    if (!isSameArticle) replacements.push({ key, file, present: before, next: after, since: present.storedAt })
  }
  return { etags, replacements }
}

/** Returns the sentence that says what would be replaced by what. */
export function describeReplacement({ file, key, next, present, since }: Replacement): string {
  const when = since.toISOString().slice(0, 16).replace('T', ' ')
  return `${key} is ${present}, uploaded on ${when} UTC. ${file} is ${next}, a different article.`
}
