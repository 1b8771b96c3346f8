import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { AwsCall, AwsError, AwsRequest, AwsResponse, AwsService } from '../endpoint/aws-service.ts'
import type { OpenFile } from '../host/database-file.ts'
import { openBodyStore } from './bodies/body-store.ts'
import { getBucketAcl, getObjectAcl, putBucketAcl, putObjectAcl } from './buckets/access-control.ts'
import { bucketConfigurationOperations, getBucketPolicy } from './buckets/bucket-configuration.ts'
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets/bucket-operations.ts'
import type { BucketSettings } from './buckets/bucket-settings.ts'
import { openBucketStore } from './buckets/bucket-store.ts'
import { listObjects, listObjectsV2 } from './buckets/list-objects.ts'
import { listObjectVersions } from './buckets/list-versions.ts'
import { openDatabase } from './database.ts'
import { openEventOutbox, type S3Event } from './event-outbox.ts'
import { abortMultipartUpload } from './multipart-upload/abort-upload.ts'
import { completeMultipartUpload } from './multipart-upload/complete-upload.ts'
import { uploadPartCopy } from './multipart-upload/copy-part.ts'
import { createMultipartUpload } from './multipart-upload/create-upload.ts'
import { listParts } from './multipart-upload/list-parts.ts'
import { listMultipartUploads } from './multipart-upload/list-uploads.ts'
import { uploadPart } from './multipart-upload/upload-part.ts'
import { openUploadStore } from './multipart-upload/upload-store.ts'
import { copyObject } from './objects/copy-object.ts'
import { deleteObject } from './objects/delete-object.ts'
import { deleteObjects } from './objects/delete-objects.ts'
import { getObjectAttributes } from './objects/object-attributes.ts'
import { openObjectStore } from './objects/object-store.ts'
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './objects/object-tagging.ts'
import { postObject } from './objects/post-object.ts'
import { putObject } from './objects/put-object.ts'
import { getObject, headObject } from './objects/read-object.ts'
import type { Operation, S3State } from './protocol/operation.ts'
import { parseS3Request, type S3Request } from './protocol/s3-request.ts'
import { selectOperation } from './protocol/select-operation.ts'
import { renderBareXml, type XmlElement } from './protocol/xml-writer.ts'

export type { S3Event } from './event-outbox.ts'

/** An S3 with one account, and path-style or virtual-hosted addresses. */
export type S3Service = AwsService & {
  /** Creates a bucket, or changes the settings of an existing one. */
  createBucket(name: string, settings?: BucketSettings): void
  /** Lists events of all buckets, oldest first. An event stays until acknowledged, even after a restart. */
  pendingEvents(limit: number): readonly S3Event[]
  acknowledgeEvent(id: number): void
  /** Calls the listener after each commit that adds events. Also read `pendingEvents` once at the start. */
  onEvents(listener: () => void): void
}

export const operations: readonly Operation[] = [
  ...[listBuckets, createBucket, deleteBucket, headBucket, getBucketLocation, getBucketPolicy],
  ...bucketConfigurationOperations,
  ...[getBucketAcl, putBucketAcl, getObjectAcl, putObjectAcl],
  ...[listObjectsV2, listObjects, listObjectVersions, deleteObjects],
  ...[putObject, postObject, getObject, headObject, copyObject, deleteObject, getObjectAttributes],
  ...[getObjectTagging, putObjectTagging, deleteObjectTagging],
  ...[createMultipartUpload, uploadPart, uploadPartCopy, completeMultipartUpload, abortMultipartUpload],
  ...[listParts, listMultipartUploads],
]

/** Opens the store below `folder`, which only one process can have open, and removes what a crash left behind. */
export function openS3(options: {
  readonly folder: string
  readonly now?: () => Date
  readonly region?: string
  readonly openFile?: OpenFile
  /** Returns whether anyone receives the events of a bucket. Default: yes. */
  readonly isHeard?: (bucket: string) => boolean
}): S3Service {
  const { folder, now = () => new Date(), region = 'us-east-1', isHeard = () => true } = options
  mkdirSync(folder, { recursive: true })
  const database = openDatabase(join(folder, 's3.sqlite'), options.openFile)
  const bodies = openBodyStore(join(folder, 'bodies'))
  const outbox = openEventOutbox(database, region, now, isHeard)
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
  const parsed = new WeakMap<AwsRequest, ParsedRequest>()
  /** Parses a request once, although `describe` and `handle` both need it. */
  const read = (http: AwsRequest): ParsedRequest => {
    const known = parsed.get(http)
    if (known) return known
    const request = parseS3Request(http)
    const read = { request, operation: selectOperation(operations, request) }
    parsed.set(http, read)
    return read
  }
  return {
    describe: async (http) => describe(read(http)),
    handle: async (http) => {
      const { request, operation } = read(http)
      return withIds(createIds(), await operation.handle(request, state))
    },
    error: (http, error) => {
      const ids = createIds()
      return withIds(ids, renderError(http, error, ids))
    },
    close: async () => database.sql.close(),
    createBucket: (name, settings = {}) => {
      state.buckets.create(name, now())
      state.buckets.configure(name, settings)
    },
    pendingEvents: outbox.pending,
    acknowledgeEvent: outbox.acknowledge,
    onEvents: outbox.onEvents,
  }
}

type ParsedRequest = { readonly request: S3Request; readonly operation: Operation }

async function describe({ request, operation }: ParsedRequest): Promise<AwsCall> {
  return {
    operation: operation.name,
    ...(request.bucket === '' ? {} : { resource: request.bucket }),
    ...(request.key === '' ? {} : { key: request.key }),
    permissions: await operation.permissions(request),
  }
}

/** What AWS's support asks for: every answer has these as headers, and an error also in its document. */
type Ids = { readonly RequestId: string; readonly HostId: string }

function createIds(): Ids {
  // Names the answer, and protects nothing: `randomUUID` takes its bytes from a pool, so it is much faster than `randomBytes`.
  const id = randomUUID().replaceAll('-', '')
  return { RequestId: id.slice(0, 16).toUpperCase(), HostId: `${hostId}${id}`.slice(-64) }
}

/** Random text in front of the id of each answer. */
const hostId = randomBytes(48).toString('base64')

function withIds({ RequestId, HostId }: Ids, response: AwsResponse): AwsResponse {
  return { ...response, headers: { 'x-amz-request-id': RequestId, 'x-amz-id-2': HostId, ...response.headers } }
}

function renderError(http: AwsRequest, error: AwsError, ids: Ids): AwsResponse {
  const { code, status, message, details, headers } = error
  const elements = { Code: code, Message: message, ...details, Resource: http.target.split('?', 1)[0], ...ids }
  const children = Object.entries(elements).map(([name, value]): XmlElement => [name, String(value)])
  return {
    status,
    headers: { 'content-type': 'application/xml', ...headers },
    body: renderBareXml(['Error', children]),
  }
}
