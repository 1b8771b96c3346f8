import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { AwsCall, AwsError, AwsRequest, AwsResponse, AwsService } from '../endpoint/aws-service.ts'
import { openBodyStore } from './bodies/body-store.ts'
import {
  createBucket,
  deleteBucket,
  getBucketLocation,
  getBucketVersioning,
  headBucket,
  listBuckets,
} from './buckets/bucket-operations.ts'
import { openBucketStore } from './buckets/bucket-store.ts'
import { listObjects, listObjectsV2 } from './buckets/list-objects.ts'
import { openDatabase } from './database.ts'
import { openEventOutbox, type S3Event } from './event-outbox.ts'
import { abortMultipartUpload } from './multipart-upload/abort-upload.ts'
import { completeMultipartUpload } from './multipart-upload/complete-upload.ts'
import { createMultipartUpload } from './multipart-upload/create-upload.ts'
import { listParts } from './multipart-upload/list-parts.ts'
import { uploadPart } from './multipart-upload/upload-part.ts'
import { openUploadStore } from './multipart-upload/upload-store.ts'
import { copyObject } from './objects/copy-object.ts'
import { deleteObject } from './objects/delete-object.ts'
import { deleteObjects } from './objects/delete-objects.ts'
import { openObjectStore } from './objects/object-store.ts'
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './objects/object-tagging.ts'
import { putObject } from './objects/put-object.ts'
import { getObject, headObject } from './objects/read-object.ts'
import type { Operation, S3State } from './protocol/operation.ts'
import { parseS3Request, type S3Request } from './protocol/s3-request.ts'
import { selectOperation } from './protocol/select-operation.ts'
import { renderBareXml, type XmlElement } from './protocol/xml-writer.ts'

export type { S3Event } from './event-outbox.ts'

/** An S3 with path-style addresses, one account, no versions. */
export type S3Service = AwsService & {
  /** Creates a bucket. Does nothing if it exists. */
  createBucket(name: string): void
  /** Lists events of all buckets, oldest first. An event stays until acknowledged, even after a restart. */
  pendingEvents(limit: number): readonly S3Event[]
  acknowledgeEvent(id: number): void
  /** Calls the listener after each commit that adds events. Also read `pendingEvents` once at the start. */
  onEvents(listener: () => void): void
}

export const operations: readonly Operation[] = [
  ...[listBuckets, createBucket, deleteBucket, headBucket, getBucketLocation, getBucketVersioning],
  ...[listObjectsV2, listObjects, deleteObjects],
  ...[putObject, getObject, headObject, copyObject, deleteObject],
  ...[getObjectTagging, putObjectTagging, deleteObjectTagging],
  ...[createMultipartUpload, uploadPart, completeMultipartUpload, abortMultipartUpload, listParts],
]

/** Opens the store below `folder`, which only one process can have open, and removes what a crash left behind. */
export function openS3(options: {
  readonly folder: string
  readonly now?: () => Date
  readonly region?: string
}): S3Service {
  const { folder, now = () => new Date(), region = 'us-east-1' } = options
  mkdirSync(folder, { recursive: true })
  const database = openDatabase(join(folder, 's3.sqlite'))
  const bodies = openBodyStore(join(folder, 'bodies'))
  const outbox = openEventOutbox(database, region, now)
  const state: S3State = {
    database,
    bodies,
    buckets: openBucketStore(database),
    objects: openObjectStore(database, bodies, outbox),
    uploads: openUploadStore(database, bodies),
    completing: new Set(),
    region,
    now,
  }
  bodies.sweep((id) => state.objects.hasBody(id) || state.uploads.hasBody(id))
  const read = (http: AwsRequest) => {
    const request = parseS3Request(http)
    return { request, operation: selectOperation(operations, request) }
  }
  return {
    describe: async (http) => describe(read(http)),
    handle: async (http) => {
      const { request, operation } = read(http)
      return withRequestId(await operation.handle(request, state))
    },
    error: (http, error) => withRequestId(renderError(http, error)),
    close: async () => database.sql.close(),
    createBucket: (name) => {
      state.buckets.create(name, now())
    },
    pendingEvents: outbox.pending,
    acknowledgeEvent: outbox.acknowledge,
    onEvents: outbox.onEvents,
  }
}

async function describe({ request, operation }: { request: S3Request; operation: Operation }): Promise<AwsCall> {
  return {
    operation: operation.name,
    ...(request.bucket === '' ? {} : { resource: request.bucket }),
    ...(request.key === '' ? {} : { key: request.key }),
    permissions: await operation.permissions(request),
  }
}

function renderError(http: AwsRequest, { code, status, message, details }: AwsError): AwsResponse {
  const elements = { Code: code, Message: message, ...details, Resource: http.target.split('?', 1)[0] }
  const children = Object.entries(elements).map(([name, value]): XmlElement => [name, String(value)])
  return { status, headers: { 'content-type': 'application/xml' }, body: renderBareXml(['Error', children]) }
}

function withRequestId(response: AwsResponse): AwsResponse {
  const id = randomBytes(8).toString('hex').toUpperCase()
  return { ...response, headers: { 'x-amz-request-id': id, ...response.headers } }
}
