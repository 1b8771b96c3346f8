import type { SQLOutputValue } from 'node:sqlite'
import { type Database, decodeKey, encodeKey } from './database.ts'
import { urlEncode } from './protocol/url-encoding.ts'

export type S3EventName =
  | 'ObjectCreated:Put'
  | 'ObjectCreated:Post'
  | 'ObjectCreated:Copy'
  | 'ObjectCreated:CompleteMultipartUpload'
  | 'ObjectRemoved:Delete'
  | 'ObjectRemoved:DeleteMarkerCreated'

/** One record of S3's event message, version 2.1. A removal has no `size`. */
export type S3EventRecord = {
  readonly eventVersion: '2.1'
  readonly eventSource: 'aws:s3'
  readonly awsRegion: string
  /** ISO 8601. */
  readonly eventTime: string
  readonly eventName: S3EventName
  readonly userIdentity: { readonly principalId: string }
  readonly requestParameters: { readonly sourceIPAddress: string }
  readonly responseElements: Readonly<Record<string, string>>
  readonly s3: {
    readonly s3SchemaVersion: '1.0'
    readonly configurationId: string
    readonly bucket: {
      readonly name: string
      readonly ownerIdentity: { readonly principalId: string }
      readonly arn: string
    }
    readonly object: {
      /** URL-encoded, `+` for a space. */
      readonly key: string
      readonly size?: number
      readonly eTag?: string
      readonly versionId?: string
      /** Hexadecimal, always 16 digits. Grows with every change in this store. */
      readonly sequencer: string
    }
  }
}

export type S3Event = { readonly id: number; readonly bucket: string; readonly record: S3EventRecord }

/** A change of an object. A removal has no content. */
type ObjectChange = {
  readonly name: S3EventName
  readonly bucket: string
  readonly key: string
  readonly content?: { readonly size?: number; readonly etag: string }
  /** Undefined in a bucket without versions. */
  readonly version?: string | undefined
}

export type EventOutbox = {
  /** Adds the event of a change. Call it in the transaction of the change, so that neither exists without the other. */
  add(change: ObjectChange): void
  pending(limit: number): readonly S3Event[]
  acknowledge(id: number): void
  onEvents(listener: () => void): void
}

/** @param isHeard returns whether anyone receives the events of a bucket; others are not kept */
export function openEventOutbox(
  database: Database,
  region: string,
  now: () => Date,
  isHeard: (bucket: string) => boolean,
): EventOutbox {
  const insert = database.sql.prepare(
    'INSERT INTO events (name, bucket, key, size, etag, time, version) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const select = database.sql.prepare('SELECT * FROM events ORDER BY id LIMIT ?')
  const remove = database.sql.prepare('DELETE FROM events WHERE id = ?')
  const listeners: (() => void)[] = []
  const announce = () => {
    for (const listener of listeners) listener()
  }
  return {
    add: ({ name, bucket, key, content, version = null }) => {
      if (!isHeard(bucket)) return
      const { size = null, etag = null } = content ?? {}
      insert.run(name, bucket, encodeKey(key), size, etag, now().getTime(), version)
      database.afterCommit(announce)
    },
    pending: (limit) => select.all(limit).map((row) => readEvent(row, region)),
    acknowledge: (id) => {
      remove.run(id)
    },
    onEvents: (listener) => {
      listeners.push(listener)
    },
  }
}

const principal = { principalId: 'AIDALOOPBACK' }

function readEvent(row: Record<string, SQLOutputValue>, region: string): S3Event {
  const id = Number(row.id)
  const bucket = String(row.bucket)
  const content = {
    ...(row.size !== null && { size: Number(row.size) }),
    ...(row.etag !== null && { eTag: String(row.etag) }),
    ...(row.version !== null && { versionId: String(row.version) }),
  }
  // The id never repeats, even after a restart (AUTOINCREMENT), so it orders the changes of every key.
  const sequencer = id.toString(16).toUpperCase().padStart(16, '0')
  const record: S3EventRecord = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: new Date(Number(row.time)).toISOString(),
    eventName: row.name as S3EventName, // only `add` writes the column
    userIdentity: principal,
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: {},
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'local',
      bucket: { name: bucket, ownerIdentity: principal, arn: `arn:aws:s3:::${bucket}` },
      object: { key: urlEncode(decodeKey(row.key)), ...content, sequencer },
    },
  }
  return { id, bucket, record }
}
