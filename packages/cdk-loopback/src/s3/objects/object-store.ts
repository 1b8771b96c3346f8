import type { SQLOutputValue } from 'node:sqlite'
import type { BodyStore } from '../bodies/body-store.ts'
import type { Checksum } from '../bodies/checksum.ts'
import type { Listed } from '../buckets/key-listing.ts'
import { type Database, decodeJson, decodeKey, encodeJson, encodeKey } from '../database.ts'
import type { EventOutbox, S3EventName } from '../event-outbox.ts'
import { noSuchKey } from '../protocol/s3-error.ts'
import type { Tag } from './tag.ts'

export type StoredObject = {
  readonly bucket: string
  readonly key: string
  /** Name of the file with the content. Copies share it. */
  readonly body: string
  readonly size: number
  /** Without quotes. The MD5, or `<MD5 of the parts' MD5s>-<parts>` after a multipart upload. */
  readonly etag: string
  /** MD5 of the whole body, hexadecimal. */
  readonly md5: string
  readonly modified: Date
  /** Headers of every response: Content-Type, `x-amz-meta-…` and so on. */
  readonly headers: Readonly<Record<string, string>>
  readonly checksum: Checksum | undefined
  readonly tags: readonly Tag[]
  /** Sizes of the parts of a multipart upload, in order. */
  readonly partSizes: readonly number[]
}

export type ListedObject = Listed & { readonly size: number; readonly etag: string; readonly modified: Date }

/** Make changes in a transaction of the database. Each adds its event there, and frees the replaced body after it. */
export type ObjectStore = {
  find(bucket: string, key: string): StoredObject | undefined
  /** @throws {AwsError} NoSuchKey if there is no such object */
  need(bucket: string, key: string): StoredObject
  put(object: StoredObject, event: S3EventName): void
  /** Does nothing if there is no such object. */
  remove(bucket: string, key: string): void
  setTags(bucket: string, key: string, tags: readonly Tag[]): void
  hasBody(body: string): boolean
  /** Lists objects whose keys start at these UTF-8 bytes or later, in that order. */
  listFrom(bucket: string, first: Buffer, limit: number): readonly ListedObject[]
}

export function openObjectStore(database: Database, bodies: BodyStore, outbox: EventOutbox): ObjectStore {
  const { sql } = database
  const select = sql.prepare('SELECT * FROM objects WHERE bucket = ? AND key = ?')
  const insert = sql.prepare('INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const remove = sql.prepare('DELETE FROM objects WHERE bucket = ? AND key = ?')
  const updateTags = sql.prepare('UPDATE objects SET tags = ? WHERE bucket = ? AND key = ?')
  const selectFrom = sql.prepare(
    'SELECT key, size, etag, modified FROM objects WHERE bucket = ? AND key >= ? ORDER BY key LIMIT ?',
  )
  const anyWithBody = sql.prepare('SELECT 1 FROM objects WHERE body = ? LIMIT 1')

  const find = (bucket: string, key: string) => {
    const row = select.get(bucket, encodeKey(key))
    return row && readObject(row)
  }
  const hasBody = (body: string) => anyWithBody.get(body) !== undefined
  const release = ({ body }: StoredObject) =>
    database.afterCommit(() => {
      if (!hasBody(body)) bodies.remove(body)
    })
  return {
    find,
    need: (bucket, key) => {
      const object = find(bucket, key)
      if (!object) throw noSuchKey(key)
      return object
    },
    put: (object, event) => {
      const replaced = find(object.bucket, object.key)
      insert.run(...columnsOf(object))
      outbox.add({ name: event, bucket: object.bucket, key: object.key, content: object })
      if (replaced) release(replaced)
    },
    remove: (bucket, key) => {
      const removed = find(bucket, key)
      if (!removed) return
      remove.run(bucket, encodeKey(key))
      outbox.add({ name: 'ObjectRemoved:Delete', bucket, key })
      release(removed)
    },
    setTags: (bucket, key, tags) => {
      updateTags.run(JSON.stringify(tags), bucket, encodeKey(key))
    },
    hasBody,
    listFrom: (bucket, first, limit) => selectFrom.all(bucket, first, limit).map(readListed),
  }
}

function columnsOf(object: StoredObject) {
  return [
    object.bucket,
    encodeKey(object.key),
    object.body,
    object.size,
    object.etag,
    object.md5,
    object.modified.getTime(),
    JSON.stringify(object.headers),
    encodeJson(object.checksum),
    JSON.stringify(object.tags),
    JSON.stringify(object.partSizes),
  ]
}

function readObject(row: Record<string, SQLOutputValue>): StoredObject {
  return {
    ...readListed(row),
    bucket: String(row.bucket),
    body: String(row.body),
    md5: String(row.md5),
    headers: decodeJson(row.headers) ?? {},
    checksum: decodeJson(row.checksum),
    tags: decodeJson(row.tags) ?? [],
    partSizes: decodeJson(row.part_sizes) ?? [],
  }
}

function readListed(row: Record<string, SQLOutputValue>): ListedObject {
  return {
    key: decodeKey(row.key),
    size: Number(row.size),
    etag: String(row.etag),
    modified: new Date(Number(row.modified)),
  }
}
