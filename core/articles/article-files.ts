import { error, type Problem, warning } from '../problem.ts'
import { type FileReference, fileReference } from '../reading/file-reference.ts'
import { maximumFileBytes } from '../reading/limits.ts'
import type { Site } from '../site.ts'
import { isLive, type UploadRecord } from './article.ts'
import { isMeasured } from './picture.ts'
import type { Receipt } from './receipt.ts'
import type { AcceptedFact } from './upload-fact.ts'

/** Paths on the site at which a copy of a file must exist, and paths at which none must exist. */
export type CopyPlan = { readonly put: readonly string[]; readonly remove: readonly string[] }

/**
 * Plans the copies of a file on the site: one below every live article that refers to it.
 * @param holders records of all articles that refer, or once referred, to the file
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

/** Returns the paths on the site that a record requires: the page of a live article, and those of its files that exist. */
export function expectedPaths(record: UploadRecord, uploads: ReadonlySet<string>): readonly string[] {
  if (!isLive(record)) return []
  const folder = `articles/${record.article.slug}/`
  const files = (record.files ?? []).filter(({ key }) => uploads.has(key)).map(({ path }) => folder + path)
  return [`${folder}index.html`, ...files]
}

/**
 * Returns the keys of articles that must be checked again after a change of a file: their receipts say that the file is
 * missing although it exists, or the reverse, or they contain the size of another version of the file.
 * @param etag of the version that exists; undefined if the file does not exist
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
      const isChanged = etag !== undefined && isMeasured(key) && reference?.etag !== etag
      return reference && (isMissed === (etag !== undefined) || isChanged)
    })
    .map((record) => record.key)
}

/** Makes the first image that exists the lead image of an article. */
export function withLeadImage(fact: AcceptedFact, missing: readonly FileReference[]): AcceptedFact {
  if (fact.leads === undefined) return fact
  const absent = new Set(missing.map(({ key }) => key))
  const lead = fact.leads.find(({ image }) => !absent.has(fileReference(image.url, fact.key)?.key ?? ''))
  return { ...fact, manuscript: { ...fact.manuscript, image: lead?.image }, picture: lead?.picture }
}

export function missingFile({ key, path }: FileReference): Problem {
  return warning('missing-file', `The file ${path.startsWith('up/') ? key : path} has not been uploaded yet.`, {
    fix: uploadAs(key),
  })
}

/** Returns the fix of a missing file. `articlesToCheck` recognizes the file by this text. */
function uploadAs(key: string): string {
  return `Upload it as ${key}.`
}

/** Returns why a file of this size is rejected; undefined if the size is allowed. */
export function refuseFile(size: number): Problem | undefined {
  if (size === 0) return error('empty-file', 'The file is empty.', { fix: 'Save it and upload it again.' })
  if (size <= maximumFileBytes) return undefined
  const message = `The file is ${(size / 1_000_000).toFixed(1)} MB in size; the maximum for a file beside an article is ${maximumFileBytes / 1_000_000} MB.`
  return error('too-large', message, { fix: 'Make it smaller, or link to a service that is made for large files.' })
}

/**
 * Composes the receipt of a file beside an article.
 * @param paths of its copies on the site
 * @param size in bytes; undefined if the file was deleted
 */
export function composeFileReceipt(
  key: string,
  size: number | undefined,
  paths: readonly string[],
  at: string,
  site: Site,
): Receipt {
  if (size === undefined) return { key, state: 'withdrawn', problems: [], at }
  const refusal = refuseFile(size)
  if (refusal) return { key, state: 'rejected', problems: [refusal], at }
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
