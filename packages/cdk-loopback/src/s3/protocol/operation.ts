import type { AwsResponse, Permission } from '../../endpoint/aws-service.ts'
import type { BodyStore } from '../bodies/body-store.ts'
import type { BucketStore } from '../buckets/bucket-store.ts'
import type { Database } from '../database.ts'
import type { UploadStore } from '../multipart-upload/upload-store.ts'
import type { ObjectStore } from '../objects/object-store.ts'
import type { S3Request } from './s3-request.ts'

/** The state that the operations share. */
export type S3State = {
  readonly database: Database
  readonly bodies: BodyStore
  readonly buckets: BucketStore
  readonly objects: ObjectStore
  readonly uploads: UploadStore
  /** Ids of the uploads that are being completed. */
  readonly completing: Set<string>
  readonly region: string
  now(): Date
}

/** One operation of S3's API: how to recognize it, its input, the permissions it needs and its effect. */
export type Operation = {
  readonly name: string
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  readonly level: 'service' | 'bucket' | 'object'
  /** Query parameters that distinguish it from other operations of its method and level. */
  readonly selectedBy?: readonly string[]
  /** A header that distinguishes it. */
  readonly selectedByHeader?: string
  /** Other supported query parameters. */
  readonly parameters?: readonly string[]
  /** Supported `x-amz-…` headers. A `*` at the end matches any ending. */
  readonly headers?: readonly string[]
  permissions(request: S3Request): readonly Permission[] | Promise<readonly Permission[]>
  handle(request: S3Request, state: S3State): AwsResponse | Promise<AwsResponse>
}

export function onBucket(action: string, { bucket }: S3Request): Permission {
  return { action, resource: `arn:aws:s3:::${bucket}` }
}

export function onObject(action: string, { bucket, key }: { bucket: string; key: string }): Permission {
  return { action, resource: `arn:aws:s3:::${bucket}/${key}` }
}

/** Returns a parameter by which the operation was selected, so that it exists. */
export function requiredParameter({ query }: S3Request, name: string): string {
  return query.get(name) ?? ''
}
