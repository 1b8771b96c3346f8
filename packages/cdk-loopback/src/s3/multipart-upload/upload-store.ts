import type { SQLOutputValue } from 'node:sqlite'
import type { BodyStore } from '../bodies/body-store.ts'
import { type Checksum, type ChecksumAlgorithm, type ChecksumType, parseChecksumAlgorithm } from '../bodies/checksum.ts'
import { type Database, decodeJson, decodeKey, encodeJson, encodeKey } from '../database.ts'
import type { Tag } from '../objects/tag.ts'
import { noSuchUpload } from '../protocol/s3-error.ts'

/** A multipart upload that is neither completed nor aborted. */
export type Upload = {
  readonly id: string
  readonly bucket: string
  readonly key: string
  readonly headers: Readonly<Record<string, string>>
  readonly tags: readonly Tag[]
  /** The kind of checksum of the finished object. */
  readonly checksum: { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType } | undefined
  readonly initiated: Date
}

export type Part = {
  readonly number: number
  readonly body: string
  readonly size: number
  /** Hexadecimal; the part's ETag. */
  readonly md5: string
  readonly modified: Date
  readonly checksum: Checksum | undefined
}

/** Make changes in a transaction of the database. The bodies that they free are removed after it. */
export type UploadStore = {
  add(upload: Upload): void
  /** @throws {AwsError} NoSuchUpload if there is no such upload or it belongs to another key */
  need(bucket: string, key: string, id: string): Upload
  /** Lists the uploads to a bucket, by the UTF-8 bytes of their keys, then by time. */
  list(bucket: string): readonly Upload[]
  /** Adds a part, or replaces the part with the same number. */
  putPart(uploadId: string, part: Part): void
  /** Lists parts by number, starting after `marker`. */
  listParts(uploadId: string, marker?: number, limit?: number): readonly Part[]
  /** Removes an upload with all its parts. */
  remove(uploadId: string): void
  hasBody(body: string): boolean
}

export function openUploadStore(database: Database, bodies: BodyStore): UploadStore {
  const { sql } = database
  const insert = sql.prepare('INSERT INTO uploads VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const select = sql.prepare('SELECT * FROM uploads WHERE id = ? AND bucket = ? AND key = ?')
  const selectAll = sql.prepare('SELECT * FROM uploads WHERE bucket = ? ORDER BY key, initiated, id')
  const removeUpload = sql.prepare('DELETE FROM uploads WHERE id = ?')
  const insertPart = sql.prepare('INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?, ?)')
  const selectPart = sql.prepare('SELECT * FROM parts WHERE upload = ? AND number = ?')
  const selectParts = sql.prepare('SELECT * FROM parts WHERE upload = ? AND number > ? ORDER BY number LIMIT ?')
  const anyWithBody = sql.prepare('SELECT 1 FROM parts WHERE body = ? LIMIT 1')

  const release = (body: string) => database.afterCommit(() => bodies.remove(body))
  const listParts = (uploadId: string, marker = 0, limit = -1) => selectParts.all(uploadId, marker, limit).map(readPart)
  return {
    add: ({ id, bucket, key, headers, tags, checksum, initiated }) => {
      const columns = [
        JSON.stringify(headers),
        JSON.stringify(tags),
        checksum?.algorithm ?? null,
        checksum?.type ?? null,
        initiated.getTime(),
      ]
      insert.run(id, bucket, encodeKey(key), ...columns)
    },
    need: (bucket, key, id) => {
      const row = select.get(id, bucket, encodeKey(key))
      if (!row) throw noSuchUpload(id)
      return readUpload(row)
    },
    list: (bucket) => selectAll.all(bucket).map(readUpload),
    putPart: (uploadId, { number, body, size, md5, modified, checksum }) => {
      const replaced = selectPart.get(uploadId, number)
      if (replaced) release(readPart(replaced).body)
      insertPart.run(uploadId, number, body, size, md5, modified.getTime(), encodeJson(checksum))
    },
    listParts,
    remove: (uploadId) => {
      for (const part of listParts(uploadId)) release(part.body)
      removeUpload.run(uploadId)
    },
    hasBody: (body) => anyWithBody.get(body) !== undefined,
  }
}

function readUpload(row: Record<string, SQLOutputValue>): Upload {
  const algorithm = parseChecksumAlgorithm(String(row.checksum_algorithm))
  const type: ChecksumType = row.checksum_type === 'COMPOSITE' ? 'COMPOSITE' : 'FULL_OBJECT'
  return {
    id: String(row.id),
    bucket: String(row.bucket),
    key: decodeKey(row.key),
    headers: decodeJson(row.headers) ?? {},
    tags: decodeJson(row.tags) ?? [],
    checksum: algorithm && { algorithm, type },
    initiated: new Date(Number(row.initiated)),
  }
}

function readPart(row: Record<string, SQLOutputValue>): Part {
  return {
    number: Number(row.number),
    body: String(row.body),
    size: Number(row.size),
    md5: String(row.md5),
    modified: new Date(Number(row.modified)),
    checksum: decodeJson(row.checksum),
  }
}
