import { isLive } from './apply-upload.ts'
import type { UploadRecord } from './article.ts'
import { isPicture } from './picture.ts'

/** Paths on the site where a file has to be while it is there, and where it must not be. */
export type FilePlaces = { readonly put: readonly string[]; readonly remove: readonly string[] }

/** A file stands under every live article that refers to it, and under none that does not any more. */
export function placeFile(key: string, holders: readonly UploadRecord[]): FilePlaces {
  const put = new Set<string>()
  const known = new Set<string>()
  for (const record of holders) {
    const { article, files = [], formerFiles = [] } = record
    const pathsIn = (references: typeof files) =>
      references.filter((file) => file.key === key).map(({ path }) => `articles/${article?.slug}/${path}`)
    if (!article) continue
    for (const path of pathsIn([...files, ...formerFiles])) known.add(path)
    if (isLive(record)) for (const path of pathsIn(files)) put.add(path)
  }
  return { put: [...put].sort(), remove: [...known].filter((path) => !put.has(path)) }
}

/**
 * Articles whose receipts say of a file that it is missing, and it is not, or the other way round; or that show the size
 * of another version of a picture.
 * @param etag of the version that is there
 */
export function articlesToCheck(
  key: string,
  etag: string | undefined,
  holders: readonly UploadRecord[],
): readonly string[] {
  return holders
    .filter(({ state, files = [], problems }) => {
      const reference =
        state === 'rejected' || state === 'withdrawn' ? undefined : files.find((file) => file.key === key)
      const missed = problems.some(({ rule, fix }) => rule === 'missing-file' && fix === uploadAs(key))
      const changed = etag !== undefined && isPicture(key) && reference?.etag !== etag
      return reference && (missed === (etag !== undefined) || changed)
    })
    .map((record) => record.key)
}

/** What to do about a file that is missing. */
export function uploadAs(key: string): string {
  return `Upload it as ${key}.`
}
