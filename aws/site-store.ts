import { createHash } from 'node:crypto'
import {
  DeleteObjectCommand,
  HeadObjectCommand,
  NotFound,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import type { SiteChange, SiteDocument } from '../core/site.ts'

/** The public site's files. */
export type SiteStore = {
  /**
   * Brings `paths` up to date with what `build` makes of the state it reads. A file is replaced only in the version that
   * was there before `build` read anything, so that of two builders at once the older one never wins; it builds again.
   * Bytes that are there already are not written. Answers the paths that changed.
   */
  replace(paths: readonly string[], build: () => Promise<SiteChange>): Promise<readonly string[]>
}

export function siteStore(s3: S3Client, bucket: string): SiteStore {
  return {
    async replace(paths, build) {
      const changed = new Set<string>()
      for (;;) {
        const seen = await look(s3, bucket, paths)
        const { put, remove } = await build()
        const outcomes = await Promise.all([
          ...put.map(async (document) => [document.path, await write(s3, bucket, document, seen)] as const),
          ...remove.map(async (path) => [path, await erase(s3, bucket, path, seen)] as const),
        ])
        for (const [path, outcome] of outcomes) if (outcome === 'changed') changed.add(path)
        if (!outcomes.some(([, outcome]) => outcome === 'overtaken')) return [...changed]
      }
    },
  }
}

/** The ETag of each path that is there. */
type Seen = ReadonlyMap<string, string | undefined>

async function look(s3: S3Client, bucket: string, paths: readonly string[]): Promise<Seen> {
  return new Map(await Promise.all(paths.map(async (path) => [path, await versionOf(s3, bucket, path)] as const)))
}

async function versionOf(s3: S3Client, bucket: string, path: string): Promise<string | undefined> {
  try {
    const { ETag } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: path }))
    return ETag
  } catch (error) {
    if (error instanceof NotFound) return undefined
    throw error
  }
}

type Outcome = 'changed' | 'unchanged' | 'overtaken'

async function write(s3: S3Client, bucket: string, document: SiteDocument, seen: Seen): Promise<Outcome> {
  const version = seen.get(document.path)
  // The ETag of an object encrypted with S3's own keys is the MD5 of its bytes.
  if (version === `"${createHash('md5').update(document.body).digest('hex')}"`) return 'unchanged'
  return unlessOvertaken(() =>
    s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: document.path,
        Body: document.body,
        ContentType: document.contentType,
        CacheControl: document.cacheControl,
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

/** 412: the version changed; 409: another write is under way; 404: If-Match on a file that has gone. */
async function unlessOvertaken(change: () => Promise<unknown>): Promise<Outcome> {
  try {
    await change()
    return 'changed'
  } catch (error) {
    if (error instanceof S3ServiceException && [404, 409, 412].includes(error.$metadata.httpStatusCode ?? 0))
      return 'overtaken'
    throw error
  }
}
