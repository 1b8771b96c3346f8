import type { S3EventName } from '../event-outbox.ts'
import type { S3State } from '../protocol/operation.ts'
import type { S3Request } from '../protocol/s3-request.ts'
import { readWriteCondition } from './conditions.ts'
import type { StoredObject } from './object-store.ts'

export type NewObject = Omit<StoredObject, 'bucket' | 'key' | 'modified'>

/** Stores an object and its event if the request's conditions hold, and runs `also` in the same transaction. */
export type StoreObject = (object: NewObject, event: S3EventName, also?: () => void) => StoredObject

/** Call this before reading the body, so that a conditional write also detects changes during the upload. */
export function beginWrite({ bucket, key, headers }: S3Request, state: S3State): StoreObject {
  const { database, buckets, objects } = state
  buckets.need(bucket)
  const condition = readWriteCondition(headers)
  const existed = objects.find(bucket, key) !== undefined
  return (object, event, also) =>
    database.transaction(() => {
      buckets.need(bucket)
      condition(objects.find(bucket, key), key, existed)
      const stored = { ...object, bucket, key, modified: wholeSeconds(state.now()) }
      objects.put(stored, event)
      also?.()
      return stored
    })
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
