import { randomBytes } from 'node:crypto'
import type { SQLOutputValue } from 'node:sqlite'
import type { BodyStore } from '../bodies/body-store.ts'
import type { Checksum } from '../bodies/checksum.ts'
import type { Versioning } from '../buckets/bucket-settings.ts'
import type { Listed } from '../buckets/key-listing.ts'
import { type Database, decodeJson, decodeKey, encodeJson, encodeKey } from '../database.ts'
import type { EventOutbox, S3EventName } from '../event-outbox.ts'
import type { Tag } from './tag.ts'

export type StoredObject = {
  readonly bucket: string
  readonly key: string
  /** `null` for an object that was written while its bucket had no versions. */
  readonly version: string
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

/** Stands for a deleted key in the list of its versions. */
export type DeleteMarker = {
  readonly marker: true
  readonly bucket: string
  readonly key: string
  readonly version: string
  readonly modified: Date
}

export type ListedObject = Listed & {
  readonly size: number
  readonly etag: string
  readonly modified: Date
  readonly headers: Readonly<Record<string, string>>
}

export type ListedVersion = (StoredObject | DeleteMarker) & { readonly isLatest: boolean }

/** What a removal did. `version`: of the removed version or of the new marker; undefined in a bucket without versions. */
export type Removal = { readonly version: string | undefined; readonly isMarker: boolean }

/** Make changes in a transaction of the database. Each adds its event there, and frees bodies after it. */
export type ObjectStore = {
  /** Returns the current version of a key, unless the key is deleted. */
  find(bucket: string, key: string): StoredObject | undefined
  findVersion(bucket: string, key: string, version: string): StoredObject | DeleteMarker | undefined
  /** Returns the marker that hides a deleted key. */
  findMarker(bucket: string, key: string): DeleteMarker | undefined
  /** Stores an object as the current version of its key. */
  put(object: Omit<StoredObject, 'version'>, versioning: Versioning | undefined, event: S3EventName): StoredObject
  /** Deletes a key: with a marker if the bucket has versions. */
  remove(bucket: string, key: string, versioning: Versioning | undefined, now: Date): Removal
  /** Removes one version for good. The one before it becomes the current one. */
  removeVersion(bucket: string, key: string, version: string): Removal
  setTags(object: StoredObject, tags: readonly Tag[]): void
  hasBody(body: string): boolean
  /** Lists objects whose keys start at these UTF-8 bytes or later, in that order. */
  listFrom(bucket: string, first: Buffer, limit: number): readonly ListedObject[]
  /** Lists keys with versions or markers that start at these UTF-8 bytes or later, in that order. */
  listKeysFrom(bucket: string, first: Buffer, limit: number): readonly Listed[]
  /** Lists the versions and markers of a key, the latest first. */
  listVersions(bucket: string, key: string): readonly ListedVersion[]
}

const columns = 'bucket, key, body, size, etag, md5, modified, headers, checksum, tags, part_sizes, version, sequence'
const emptyMd5 = 'd41d8cd98f00b204e9800998ecf8427e'

export function openObjectStore(database: Database, bodies: BodyStore, outbox: EventOutbox): ObjectStore {
  const { sql } = database
  const ofKey = 'bucket = ? AND key = ?'
  const select = sql.prepare(`SELECT * FROM objects WHERE ${ofKey}`)
  const insert = sql.prepare(
    `INSERT OR REPLACE INTO objects (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const remove = sql.prepare(`DELETE FROM objects WHERE ${ofKey}`)
  const archive = sql.prepare(`INSERT INTO versions SELECT ${columns}, 0 FROM objects WHERE ${ofKey}`)
  const restore = sql.prepare(`INSERT INTO objects SELECT ${columns} FROM versions WHERE ${ofKey} AND sequence = ?`)
  const insertMarker = sql.prepare(
    `INSERT INTO versions VALUES (?, ?, '', 0, '', '', ?, '{}', NULL, '[]', '[]', ?, ?, 1)`,
  )
  const selectOthers = sql.prepare(`SELECT * FROM versions WHERE ${ofKey} ORDER BY sequence DESC`)
  const selectOther = sql.prepare(`SELECT * FROM versions WHERE ${ofKey} AND version = ?`)
  const latestOther = sql.prepare(`SELECT * FROM versions WHERE ${ofKey} ORDER BY sequence DESC LIMIT 1`)
  const removeOther = sql.prepare(`DELETE FROM versions WHERE ${ofKey} AND sequence = ?`)
  const updateTags = sql.prepare(`UPDATE objects SET tags = ? WHERE ${ofKey} AND version = ?`)
  const updateOtherTags = sql.prepare(`UPDATE versions SET tags = ? WHERE ${ofKey} AND version = ?`)
  const selectFrom = sql.prepare(
    'SELECT key, size, etag, modified, headers FROM objects WHERE bucket = ? AND key >= ? ORDER BY key LIMIT ?',
  )
  const keysFrom = sql.prepare(
    `SELECT key FROM (SELECT key FROM objects WHERE bucket = ?1 AND key >= ?2
       UNION SELECT key FROM versions WHERE bucket = ?1 AND key >= ?2) ORDER BY key LIMIT ?3`,
  )
  const anyWithBody = sql.prepare(
    'SELECT 1 FROM objects WHERE body = ?1 UNION ALL SELECT 1 FROM versions WHERE body = ?1 LIMIT 1',
  )

  const find = (bucket: string, key: string) => {
    const row = select.get(bucket, encodeKey(key))
    return row && readObject(row)
  }
  const hasBody = (body: string) => anyWithBody.get(body) !== undefined
  const release = (body: string) =>
    database.afterCommit(() => {
      if (!hasBody(body)) bodies.remove(body)
    })
  /** Returns a sequence that is higher than those of all versions of a key. */
  const nextSequence = (bucket: string, key: Buffer): number => {
    const current = select.get(bucket, key)?.sequence ?? 0
    const other = latestOther.get(bucket, key)?.sequence ?? 0
    return Math.max(Number(current), Number(other)) + 1
  }
  /** Makes room for a new latest version. */
  const supersede = (bucket: string, key: Buffer, versioning: Versioning): void => {
    if (versioning === 'Suspended') removeNull(bucket, key)
    archive.run(bucket, key)
    remove.run(bucket, key)
  }
  const removeNull = (bucket: string, key: Buffer): void => {
    const current = select.get(bucket, key)
    if (current?.version === 'null') {
      remove.run(bucket, key)
      release(String(current.body))
    }
    const other = selectOther.get(bucket, key, 'null')
    if (other) removeRow(bucket, key, other)
  }
  const removeRow = (bucket: string, key: Buffer, row: Record<string, SQLOutputValue>): void => {
    removeOther.run(bucket, key, row.sequence ?? 0)
    if (!readMarker(row)) release(String(row.body))
  }
  /** Makes the latest version the current one, unless it is a marker. */
  const promote = (bucket: string, key: Buffer): void => {
    const latest = latestOther.get(bucket, key)
    if (!latest || latest.marker === 1 || select.get(bucket, key)) return
    restore.run(bucket, key, latest.sequence ?? 0)
    removeOther.run(bucket, key, latest.sequence ?? 0)
  }

  return {
    find,
    findVersion: (bucket, key, version) => {
      const current = find(bucket, key)
      if (current?.version === version) return current
      const row = selectOther.get(bucket, encodeKey(key), version)
      return row && readVersion(row)
    },
    findMarker: (bucket, key) => {
      const row = select.get(bucket, encodeKey(key)) ? undefined : latestOther.get(bucket, encodeKey(key))
      return row && readMarker(row)
    },
    put: (given, versioning, event) => {
      const key = encodeKey(given.key)
      const object = { ...given, version: versioning === 'Enabled' ? newVersionId() : 'null' }
      const replaced = versioning === undefined ? find(object.bucket, object.key) : undefined
      const sequence = versioning === undefined ? 0 : nextSequence(object.bucket, key)
      if (versioning) supersede(object.bucket, key, versioning)
      insert.run(...columnsOf(object), sequence)
      const version = versioning && object.version
      outbox.add({ name: event, bucket: object.bucket, key: object.key, content: object, version })
      if (replaced) release(replaced.body)
      return object
    },
    remove: (bucket, name, versioning, now) => {
      const key = encodeKey(name)
      if (versioning) {
        const version = versioning === 'Enabled' ? newVersionId() : 'null'
        const sequence = nextSequence(bucket, key)
        supersede(bucket, key, versioning)
        insertMarker.run(bucket, key, now.getTime(), version, sequence)
        const event = { name: 'ObjectRemoved:DeleteMarkerCreated', bucket, key: name, version } as const
        outbox.add({ ...event, content: { etag: emptyMd5 } })
        return { version, isMarker: true }
      }
      const removed = find(bucket, name)
      if (removed) {
        remove.run(bucket, key)
        outbox.add({ name: 'ObjectRemoved:Delete', bucket, key: name })
        release(removed.body)
      }
      return { version: undefined, isMarker: false }
    },
    removeVersion: (bucket, name, version) => {
      const key = encodeKey(name)
      const current = find(bucket, name)
      const other = current?.version === version ? undefined : selectOther.get(bucket, key, version)
      if (current?.version === version) {
        remove.run(bucket, key)
        release(current.body)
      } else if (other) removeRow(bucket, key, other)
      else return { version, isMarker: false }
      promote(bucket, key)
      outbox.add({ name: 'ObjectRemoved:Delete', bucket, key: name, version })
      return { version, isMarker: other?.marker === 1 }
    },
    setTags: ({ bucket, key, version }, tags) => {
      for (const update of [updateTags, updateOtherTags])
        update.run(JSON.stringify(tags), bucket, encodeKey(key), version)
    },
    hasBody,
    listFrom: (bucket, first, limit) => selectFrom.all(bucket, first, limit).map(readListed),
    listKeysFrom: (bucket, first, limit) =>
      keysFrom.all(bucket, first, limit).map(({ key }) => ({ key: decodeKey(key) })),
    listVersions: (bucket, name) => {
      const key = encodeKey(name)
      const current = select.get(bucket, key)
      const versions = [...(current ? [readObject(current)] : []), ...selectOthers.all(bucket, key).map(readVersion)]
      return versions.map((version, index) => ({ ...version, isLatest: index === 0 }))
    },
  }
}

/** Creates an id of 32 characters, like S3's. */
function newVersionId(): string {
  return randomBytes(24).toString('base64url').replaceAll('-', '.')
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
    object.version,
  ]
}

function readVersion(row: Record<string, SQLOutputValue>): StoredObject | DeleteMarker {
  return readMarker(row) ?? readObject(row)
}

function readMarker(row: Record<string, SQLOutputValue>): DeleteMarker | undefined {
  if (row.marker !== 1) return undefined
  const modified = new Date(Number(row.modified))
  return { marker: true, bucket: String(row.bucket), key: decodeKey(row.key), version: String(row.version), modified }
}

function readObject(row: Record<string, SQLOutputValue>): StoredObject {
  return {
    ...readListed(row),
    bucket: String(row.bucket),
    version: String(row.version),
    body: String(row.body),
    md5: String(row.md5),
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
    headers: decodeJson(row.headers) ?? {},
  }
}
