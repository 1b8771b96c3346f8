import type { AwsResponse } from '../../endpoint/aws-service.ts'
import { checksumElement } from '../bodies/checksum.ts'
import { largestUpload } from '../bodies/incoming-body.ts'
import type { BucketSettings } from '../buckets/bucket-settings.ts'
import { objectHeaders } from '../protocol/known-headers.ts'
import type { Operation, S3State } from '../protocol/operation.ts'
import { invalidArgument, invalidRequest } from '../protocol/s3-error.ts'
import type { S3Request } from '../protocol/s3-request.ts'
import { xmlAnswer } from '../protocol/xml-writer.ts'
import { needSource, readSource, sourceHeaders, sourcePermission, sourceVersionHeader } from './copy-source.ts'
import { readObjectHeaders } from './object-headers.ts'
import type { StoredObject } from './object-store.ts'
import { writePermissions } from './put-object.ts'
import { changesStorage, readStorage, storageHeaders, withoutStorage } from './storage-headers.ts'
import { beginWrite, writeHeaders } from './store-object.ts'
import { parseTagHeader, type Tag } from './tag.ts'

const redirectHeader = 'x-amz-website-redirect-location'

export const copyObject: Operation = {
  name: 'CopyObject',
  method: 'PUT',
  level: 'object',
  selectedByHeader: 'x-amz-copy-source',
  headers: [
    ...objectHeaders,
    ...storageHeaders,
    ...sourceHeaders,
    'x-amz-metadata-directive',
    'x-amz-tagging-directive',
  ],
  permissions: (request) => [sourcePermission(request), ...writePermissions(request)],
  handle: copy,
}

function copy(request: S3Request, state: S3State): AwsResponse {
  const store = beginWrite(request, state)
  const { settings } = state.buckets.need(request.bucket)
  const source = needSource(request, state)
  checkCopy(request, source)
  const stored = store(
    {
      body: source.body,
      size: source.size,
      etag: source.md5,
      md5: source.md5,
      headers: copiedHeaders(request, source, settings),
      checksum: source.checksum?.type === 'FULL_OBJECT' ? source.checksum : undefined,
      tags: copiedTags(request, source),
      partSizes: [],
    },
    'ObjectCreated:Copy',
  )
  const result = [
    ['ETag', `"${stored.etag}"`],
    ['LastModified', stored.modified.toISOString()],
    stored.checksum && checksumElement(stored.checksum),
  ] as const
  return xmlAnswer(['CopyObjectResult', result], {
    ...sourceVersionHeader(source, state),
    ...writeHeaders(stored, state),
  })
}

function checkCopy(request: S3Request, source: StoredObject): void {
  if (source.size > largestUpload) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${largestUpload}`,
    )
  }
  const isSame = source.bucket === request.bucket && source.key === request.key
  // Copying an old version onto its key restores it.
  if (!isSame || readSource(request).version !== undefined || changesStorage(request.headers)) return
  if (!replaces(request, 'metadata') && request.headers[redirectHeader] === undefined) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    )
  }
}

function copiedHeaders(request: S3Request, source: StoredObject, settings: BucketSettings): StoredObject['headers'] {
  const requested = readObjectHeaders(request.headers)
  const storage = readStorage(request.headers, settings)
  if (replaces(request, 'metadata')) return { ...requested, ...storage }
  // A redirect is never copied: only the request sets it.
  const { [redirectHeader]: _, ...copied } = withoutStorage(source.headers)
  const redirect = requested[redirectHeader]
  return { ...copied, ...storage, ...(redirect !== undefined && { [redirectHeader]: redirect }) }
}

function copiedTags(request: S3Request, source: StoredObject): readonly Tag[] {
  return replaces(request, 'tagging') ? parseTagHeader(request.headers['x-amz-tagging']) : source.tags
}

function replaces({ headers }: S3Request, what: 'metadata' | 'tagging'): boolean {
  const directive = headers[`x-amz-${what}-directive`] ?? 'COPY'
  if (directive === 'REPLACE' || directive === 'COPY') return directive === 'REPLACE'
  throw invalidArgument(`x-amz-${what}-directive`, directive, `Unknown ${what} directive.`)
}
