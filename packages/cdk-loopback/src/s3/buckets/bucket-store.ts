import type { SQLOutputValue } from 'node:sqlite'
import { AwsError } from '../../endpoint/aws-service.ts'
import type { Database } from '../database.ts'
import { noSuchBucket } from '../protocol/s3-error.ts'
import type { BucketSettings, Versioning } from './bucket-settings.ts'

export type Bucket = {
  readonly name: string
  readonly created: Date
  /** Undefined for a bucket that never had versions. */
  readonly versioning: Versioning | undefined
  readonly settings: BucketSettings
}

export type BucketStore = {
  /** Creates a bucket; returns false if it exists. @throws {AwsError} InvalidBucketName */
  create(name: string, now: Date): boolean
  /** Replaces the settings of a bucket. A bucket that had versions cannot go back: without versioning, it is suspended. */
  configure(name: string, settings: BucketSettings): void
  /** Removes a bucket and its unfinished uploads. @throws {AwsError} BucketNotEmpty if it contains objects or versions */
  remove(name: string): void
  /** @throws {AwsError} NoSuchBucket if there is no such bucket */
  need(name: string): Bucket
  /** Lists the buckets by name. */
  list(): readonly Bucket[]
}

export function openBucketStore({ sql, transaction }: Database): BucketStore {
  const insert = sql.prepare('INSERT OR IGNORE INTO buckets (name, created) VALUES (?, ?)')
  const update = sql.prepare(
    "UPDATE buckets SET versioning = coalesce(?, CASE WHEN versioning IS NULL THEN NULL ELSE 'Suspended' END) WHERE name = ?",
  )
  const find = sql.prepare('SELECT * FROM buckets WHERE name = ?')
  const select = sql.prepare('SELECT * FROM buckets ORDER BY name')
  const remove = sql.prepare('DELETE FROM buckets WHERE name = ?')
  const removeUploads = sql.prepare('DELETE FROM uploads WHERE bucket = ?')
  const anyObject = sql.prepare('SELECT 1 FROM objects WHERE bucket = ? LIMIT 1')
  const anyVersion = sql.prepare('SELECT 1 FROM versions WHERE bucket = ? LIMIT 1')
  const settings = new Map<string, BucketSettings>()
  /** The buckets that were read since one last changed: each request needs its bucket several times. */
  const found = new Map<string, Bucket>()

  const read = (row: Record<string, SQLOutputValue>): Bucket => ({
    name: String(row.name),
    created: new Date(Number(row.created)),
    versioning: row.versioning === null ? undefined : row.versioning === 'Enabled' ? 'Enabled' : 'Suspended',
    settings: settings.get(String(row.name)) ?? {},
  })
  const need = (name: string) => {
    const known = found.get(name)
    if (known) return known
    const row = find.get(name)
    if (!row) throw noSuchBucket(name)
    const bucket = read(row)
    found.set(name, bucket)
    return bucket
  }
  return {
    create: (name, now) => {
      if (!isBucketName(name)) {
        throw new AwsError('InvalidBucketName', 400, 'The specified bucket is not valid.', { BucketName: name })
      }
      return insert.run(name, now.getTime()).changes > 0
    },
    configure: (name, given) => {
      found.delete(name)
      settings.set(name, given)
      update.run(given.versioning ?? null, name)
    },
    remove: (name) =>
      transaction(() => {
        need(name)
        if (anyObject.get(name)) throw bucketNotEmpty(name, '')
        if (anyVersion.get(name)) throw bucketNotEmpty(name, '. You must delete all versions in the bucket.')
        removeUploads.run(name)
        remove.run(name)
        found.delete(name)
      }),
    need,
    list: () => select.all().map(read),
  }
}

function bucketNotEmpty(name: string, hint: string): AwsError {
  return new AwsError('BucketNotEmpty', 409, `The bucket you tried to delete is not empty${hint}`, { BucketName: name })
}

/** Beginnings and ends of names that S3 keeps for itself. */
const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/

/** Checks the rules of https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html. */
function isBucketName(name: string): boolean {
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(name)
  if (isAddress || reserved.test(name)) return false
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..')
}
