import { AwsError } from '../../endpoint/aws-service.ts'
import type { Database } from '../database.ts'
import { noSuchBucket } from '../protocol/s3-error.ts'

type Bucket = { readonly name: string; readonly created: Date }

export type BucketStore = {
  /** Creates a bucket; returns false if it exists. @throws {AwsError} InvalidBucketName */
  create(name: string, now: Date): boolean
  /** Removes a bucket and its unfinished uploads. @throws {AwsError} BucketNotEmpty if it contains objects */
  remove(name: string): void
  /** @throws {AwsError} NoSuchBucket if there is no such bucket */
  need(name: string): void
  /** Lists the buckets by name. */
  list(): readonly Bucket[]
}

export function openBucketStore({ sql, transaction }: Database): BucketStore {
  const insert = sql.prepare('INSERT OR IGNORE INTO buckets (name, created) VALUES (?, ?)')
  const find = sql.prepare('SELECT 1 FROM buckets WHERE name = ?')
  const select = sql.prepare('SELECT name, created FROM buckets ORDER BY name')
  const remove = sql.prepare('DELETE FROM buckets WHERE name = ?')
  const removeUploads = sql.prepare('DELETE FROM uploads WHERE bucket = ?')
  const anyObject = sql.prepare('SELECT 1 FROM objects WHERE bucket = ? LIMIT 1')
  const need = (name: string) => {
    if (!find.get(name)) throw noSuchBucket(name)
  }
  return {
    create: (name, now) => {
      if (!isBucketName(name)) {
        throw new AwsError('InvalidBucketName', 400, 'The specified bucket is not valid.', { BucketName: name })
      }
      return insert.run(name, now.getTime()).changes > 0
    },
    remove: (name) =>
      transaction(() => {
        need(name)
        if (anyObject.get(name)) {
          throw new AwsError('BucketNotEmpty', 409, 'The bucket you tried to delete is not empty', { BucketName: name })
        }
        removeUploads.run(name)
        remove.run(name)
      }),
    need,
    list: () => select.all().map(({ name, created }) => ({ name: String(name), created: new Date(Number(created)) })),
  }
}

/** Checks the rules of https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html. */
function isBucketName(name: string): boolean {
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(name)
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..') && !isAddress
}
