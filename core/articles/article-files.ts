import { error, type Problem, warning } from '../problem.ts'
import type { FileReference } from '../reading/file-reference.ts'
import { maximumFileBytes } from '../reading/limits.ts'
import type { Site } from '../site.ts'
import { isLive, type UploadRecord } from './article.ts'
import { isPicture } from './picture.ts'
import type { Receipt } from './receipt.ts'

/** Where copies of a file must be on the site, and where there must be none. */
export type CopyPlan = { readonly put: readonly string[]; readonly remove: readonly string[] }

/**
 * Plans the copies of a file on the site: one below every live article that refers to it.
 * @param holders records of all articles that refer, or referred, to the file
 */
export function planCopies(key: string, holders: readonly UploadRecord[]): CopyPlan {
  const put = new Set<string>()
  const all = new Set<string>()
  for (const record of holders) {
    const { article, files = [], formerFiles = [] } = record
    const pathsIn = (references: typeof files) =>
      references.filter((file) => file.key === key).map(({ path }) => `articles/${article?.slug}/${path}`)
    if (!article) continue
    for (const path of pathsIn([...files, ...formerFiles])) all.add(path)
    if (isLive(record)) for (const path of pathsIn(files)) put.add(path)
  }
  return { put: [...put].sort(), remove: [...all].filter((path) => !put.has(path)) }
}

/** Returns the paths of the site that follow from a record alone: a live article's page and those of its files that exist. */
export function expectedPaths(record: UploadRecord, uploads: ReadonlySet<string>): readonly string[] {
  if (!isLive(record)) return []
  const folder = `articles/${record.article.slug}/`
  const files = (record.files ?? []).filter(({ key }) => uploads.has(key)).map(({ path }) => folder + path)
  return [`${folder}index.html`, ...files]
}

/**
 * Returns the keys of articles that must be checked again after a change of a file: their receipts say that the file is
 * missing although it exists, or the reverse, or they show the size of another version of a picture.
 * @param etag of the version that exists; undefined: the file does not exist
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
      const isMissed = problems.some(({ rule, fix }) => rule === 'missing-file' && fix === uploadAs(key))
      const isChanged = etag !== undefined && isPicture(key) && reference?.etag !== etag
      return reference && (isMissed === (etag !== undefined) || isChanged)
    })
    .map((record) => record.key)
}

export function missingFile({ key, path }: FileReference): Problem {
  return warning('missing-file', `The file ${path} is not there yet.`, { fix: uploadAs(key) })
}

/** The fix of a missing file. `articlesToCheck` recognizes the file by it. */
function uploadAs(key: string): string {
  return `Upload it as ${key}.`
}

/** Returns why a file of this size is not published, or undefined if it is. */
export function refuseFile(size: number): Problem | undefined {
  if (size === 0) return error('empty-file', 'The file is empty.', { fix: 'Save it and upload it again.' })
  if (size <= maximumFileBytes) return undefined
  const message = `The file has ${(size / 1_000_000).toFixed(1)} MB. A file beside an article may have ${maximumFileBytes / 1_000_000} MB.`
  return error('too-large', message, { fix: 'Make it smaller, or link to a service that is made for large files.' })
}

/**
 * Composes the receipt of a file beside an article.
 * @param paths where its copies are on the site
 * @param size undefined: the file was deleted
 */
export function composeFileReceipt(
  key: string,
  size: number | undefined,
  paths: readonly string[],
  at: string,
  site: Site,
): Receipt {
  if (size === undefined) return { key, state: 'withdrawn', problems: [], at }
  const refused = refuseFile(size)
  if (refused) return { key, state: 'rejected', problems: [refused], at }
  const [path] = paths
  if (path === undefined) return { key, state: 'draft', problems: [unusedFile(key)], at }
  const page = `${site.url}/${path.split('/').map(encodeURIComponent).join('/')}`
  return { key, state: 'published', urls: { page }, problems: [], at }
}

function unusedFile(key: string): Problem {
  const name = key.slice(key.lastIndexOf('/') + 1)
  const fix = `Refer to it by its name in an article of the same folder, such as ![a description](${encodeURIComponent(name)}).`
  return warning('unused-file', 'No published article shows or links to this file.', { fix })
}
