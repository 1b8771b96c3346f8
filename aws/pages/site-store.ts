import { gzipSync } from 'node:zlib'
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { compressedPath } from '../../core/feeds/addresses.ts'
import type { SiteChange, SiteDocument } from '../../core/site.ts'
import { etagOf, headObject, isOvertaken } from '../object-version.ts'

/** The public site's files. */
export type SiteStore = {
  /**
   * Brings `paths` up to date with what `build` makes of the state it reads. A file is replaced only in the version that
   * was there before `build` read anything, so that of two builders at once the older one never wins; it builds again.
   * Bytes that are there already are not written. Should `build` make or remove other files too, it is asked again after
   * these were looked at. Answers the paths that changed.
   */
  replace(paths: readonly string[], build: () => Promise<SiteChange>): Promise<readonly string[]>
}

export function siteStore(s3: S3Client, bucket: string): SiteStore {
  return {
    async replace(paths, build) {
      const changed = new Set<string>()
      const watched = new Set(paths)
      for (;;) {
        const seen = await look(s3, bucket, [...watched].flatMap(withCompressed))
        const { put, remove } = await build()
        const touched = [...put.map(({ path }) => path), ...remove]
        if (touched.some((path) => !seen.has(path))) {
          for (const path of touched) watched.add(path)
          continue
        }
        const outcomes = await Promise.all([
          ...put.flatMap(formsOf).map(async (form) => [form.path, await write(s3, bucket, form, seen)] as const),
          ...remove.flatMap(withCompressed).map(async (key) => [key, await erase(s3, bucket, key, seen)] as const),
        ])
        for (const [path, outcome] of outcomes) if (outcome === 'changed') changed.add(path)
        if (!outcomes.some(([, outcome]) => outcome === 'overtaken')) return [...changed]
      }
    },
  }
}

/** What is stored of a document: its bytes, and those of the compressed form, if it has one. */
type Form = Omit<SiteDocument, 'body'> & { readonly body: string | Uint8Array; readonly encoding?: 'gzip' }

function formsOf(document: SiteDocument): Form[] {
  const path = compressedPath(document.path)
  if (path === undefined) return [document]
  return [document, { ...document, path, body: gzipSync(document.body, { level: 9 }), encoding: 'gzip' }]
}

function withCompressed(path: string): string[] {
  const compressed = compressedPath(path)
  return compressed === undefined ? [path] : [path, compressed]
}

/** The ETag of each path that is there. */
type Seen = ReadonlyMap<string, string | undefined>

async function look(s3: S3Client, bucket: string, paths: readonly string[]): Promise<Seen> {
  return new Map(
    await Promise.all(paths.map(async (path) => [path, (await headObject(s3, bucket, path))?.ETag] as const)),
  )
}

type Outcome = 'changed' | 'unchanged' | 'overtaken'

async function write(s3: S3Client, bucket: string, document: Form, seen: Seen): Promise<Outcome> {
  const version = seen.get(document.path)
  if (version === etagOf(document.body)) return 'unchanged'
  return unlessOvertaken(() =>
    s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: document.path,
        Body: document.body,
        ContentType: document.contentType,
        CacheControl: document.cacheControl,
        ContentEncoding: document.encoding,
        ...(version ? { IfMatch: version } : { IfNoneMatch: '*' }),
      }),
    ),
  )
}

async function erase(s3: S3Client, bucket: string, path: string, seen: Seen): Promise<Outcome> {
  const version = seen.get(path)
  if (version === undefined) return 'unchanged'
  return unlessOvertaken(() => s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: path, IfMatch: version })))
}

async function unlessOvertaken(change: () => Promise<unknown>): Promise<Outcome> {
  try {
    await change()
    return 'changed'
  } catch (error) {
    if (isOvertaken(error)) return 'overtaken'
    throw error
  }
}
