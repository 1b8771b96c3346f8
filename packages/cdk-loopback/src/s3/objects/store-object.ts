import type { S3EventName } from '../event-outbox.ts'
import type { S3State } from '../protocol/operation.ts'
import type { S3Request } from '../protocol/s3-request.ts'
import { readWriteCondition } from './conditions.ts'
import { versionHeader } from './find-object.ts'
import type { StoredObject } from './object-store.ts'
import { checkAcl, encryptionHeaders } from './storage-headers.ts'

export type NewObject = Omit<StoredObject, 'bucket' | 'key' | 'modified' | 'version'>

/** Stores an object and its event if the request's conditions hold, and runs `also` in the same transaction. */
export type StoreObject = (object: NewObject, event: S3EventName, also?: () => void) => StoredObject

/** Call this before reading the body, so that a conditional write also detects changes during the upload. */
export function beginWrite({ bucket, key, headers }: S3Request, state: S3State): StoreObject {
  const { database, buckets, objects } = state
  checkAcl(headers, buckets.need(bucket).settings)
  const condition = readWriteCondition(headers)
  const existed = objects.find(bucket, key) !== undefined
  return (object, event, also) =>
    database.transaction(() => {
      const { versioning } = buckets.need(bucket)
      condition(objects.find(bucket, key), key, existed)
      const modified = wholeSeconds(state.now())
      const stored = objects.put({ ...object, bucket, key, modified }, versioning, event)
      also?.()
      return stored
    })
}

/** Returns the headers of the response to a write: how the object is stored, and as which version. */
export function writeHeaders({ headers, version, bucket }: StoredObject, { buckets }: S3State): Record<string, string> {
  return { ...encryptionHeaders(headers), ...versionHeader(buckets.need(bucket).versioning, version) }
}

/** Cuts fractions of a second, as S3 does, so that Last-Modified is exact. */
export function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000)
}

/** Commits a reference to a new body. Removes the body if the commit fails. */
export function commitBody<T>({ bodies }: S3State, body: string, commit: () => T): T {
  try {
    return commit()
  } catch (error) {
    bodies.remove(body)
    throw error
  }
}
