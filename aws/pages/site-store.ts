import { gzipSync } from 'node:zlib'
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { compressedPath } from '../../core/feeds/addresses.ts'
import type { SiteChange, SiteDocument } from '../../core/site.ts'
import { etagOf, headObject, isOvertaken } from '../object-version.ts'

/** The files of the public site. */
export type SiteStore = {
  /** Writes documents that do not depend on stored state. Returns the paths that changed. */
  put(documents: readonly SiteDocument[]): Promise<readonly string[]>

  /**
   * Brings `paths` up to date with what `build` makes from the state that it reads.
   *
   * A file is replaced only if it still has the ETag from before `build` read anything; otherwise `build` runs again.
   * So the older of two concurrent builders never wins. Unchanged bytes are not written. If `build` returns other paths
   * too, it runs again after their ETags are read.
   * @param known the ETags that the files had at some time before; a path without one had no file. They are tried first,
   *   so that the files need not be looked up. A file that seems unchanged is looked up in any case
   */
  replace(paths: readonly string[], build: () => Promise<SiteChange>, known?: KnownEtags): Promise<Replaced>
}

type KnownEtags = Readonly<Record<string, string>>

export type Replaced = {
  /** Paths whose files changed. */
  readonly changed: readonly string[]
  /** The ETags of all files that `build` put, and of their compressed forms. */
  readonly etags: KnownEtags
}

export function siteStore(s3: S3Client, bucket: string): SiteStore {
  async function replace(
    paths: readonly string[],
    build: () => Promise<SiteChange>,
    known?: KnownEtags,
  ): Promise<Replaced> {
    const changed = new Set<string>()
    const watched = new Set(paths)
    for (let assumed = known; ; assumed = undefined) {
      const looked = [...watched].flatMap(withCompressed)
      const etags = assumed ? new Map(looked.map((path) => [path, assumed[path]])) : await readEtags(s3, bucket, looked)
      const { put, remove } = await build()
      const touched = [...put.map(({ path }) => path), ...remove]
      if (touched.some((path) => !etags.has(path))) {
        for (const path of touched) watched.add(path)
        continue
      }
      const forms = put.flatMap(formsOf)
      const outcomes = await Promise.all([
        ...forms.map(async (form) => [form.path, await putForm(s3, bucket, form, etags)] as const),
        ...remove.flatMap(withCompressed).map(async (key) => [key, await removeForm(s3, bucket, key, etags)] as const),
      ])
      for (const [path, outcome] of outcomes) if (outcome === 'changed') changed.add(path)
      if (outcomes.some(([, outcome]) => outcome === 'overtaken')) continue
      const unchanged = outcomes.filter(([, outcome]) => outcome === 'unchanged').map(([path]) => path)
      if (assumed && !(await areCurrent(s3, bucket, unchanged, etags))) continue
      return { changed: [...changed], etags: Object.fromEntries(forms.map(({ path, body }) => [path, etagOf(body)])) }
    }
  }

  return {
    replace,
    put: async (documents) => {
      const paths = documents.map(({ path }) => path)
      return (await replace(paths, async () => ({ put: documents, remove: [] }))).changed
    },
  }
}

/** A stored form of a document: its bytes, or its bytes compressed if it has a compressed path. */
type Form = Omit<SiteDocument, 'body'> & { readonly body: string | Uint8Array; readonly encoding?: 'gzip' }

function formsOf(document: SiteDocument): Form[] {
  const path = compressedPath(document.path)
  if (path === undefined) return [document]
  return [document, { ...document, path, body: gzipSync(document.body), encoding: 'gzip' }]
}

function withCompressed(path: string): string[] {
  const compressed = compressedPath(path)
  return compressed === undefined ? [path] : [path, compressed]
}

/** The ETag of each path that was looked up; undefined if there is no file. */
type Etags = ReadonlyMap<string, string | undefined>

async function readEtags(s3: S3Client, bucket: string, paths: readonly string[]): Promise<Etags> {
  return new Map(
    await Promise.all(paths.map(async (path) => [path, (await headObject(s3, bucket, path))?.ETag] as const)),
  )
}

/** Returns whether files still have the ETags that were assumed. */
async function areCurrent(s3: S3Client, bucket: string, paths: readonly string[], assumed: Etags): Promise<boolean> {
  const present = await readEtags(s3, bucket, paths)
  return paths.every((path) => present.get(path) === assumed.get(path))
}

type Outcome = 'changed' | 'unchanged' | 'overtaken'

async function putForm(s3: S3Client, bucket: string, form: Form, etags: Etags): Promise<Outcome> {
  const etag = etags.get(form.path)
  if (etag === etagOf(form.body)) return 'unchanged'
  return unlessOvertaken(() =>
    s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: form.path,
        Body: form.body,
        ContentType: form.contentType,
        CacheControl: form.cacheControl,
        ContentEncoding: form.encoding,
        ...(etag ? { IfMatch: etag } : { IfNoneMatch: '*' }),
      }),
    ),
  )
}

async function removeForm(s3: S3Client, bucket: string, path: string, etags: Etags): Promise<Outcome> {
  const etag = etags.get(path)
  if (etag === undefined) return 'unchanged'
  return unlessOvertaken(() => s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: path, IfMatch: etag })))
}

async function unlessOvertaken(write: () => Promise<unknown>): Promise<Outcome> {
  try {
    await write()
    return 'changed'
  } catch (error) {
    if (isOvertaken(error)) return 'overtaken'
    throw error
  }
}
