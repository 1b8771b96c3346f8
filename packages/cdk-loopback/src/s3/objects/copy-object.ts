import type { AwsResponse } from '../../endpoint/aws-service.ts'
import { checksumElement } from '../bodies/checksum.ts'
import { largestUpload } from '../bodies/incoming-body.ts'
import { objectHeaders } from '../protocol/known-headers.ts'
import { type Operation, onObject, type S3State } from '../protocol/operation.ts'
import { invalidArgument, invalidRequest, notImplemented, preconditionFailed } from '../protocol/s3-error.ts'
import { checkKey, type S3Request } from '../protocol/s3-request.ts'
import { xmlAnswer } from '../protocol/xml-writer.ts'
import { checkRead } from './conditions.ts'
import { readObjectHeaders } from './object-headers.ts'
import type { StoredObject } from './object-store.ts'
import { writePermissions } from './put-object.ts'
import { beginWrite } from './store-object.ts'
import { parseTagHeader, type Tag } from './tag.ts'

const redirectHeader = 'x-amz-website-redirect-location'

export const copyObject: Operation = {
  name: 'CopyObject',
  method: 'PUT',
  level: 'object',
  selectedByHeader: 'x-amz-copy-source',
  headers: [
    ...objectHeaders,
    'x-amz-metadata-directive',
    'x-amz-tagging-directive',
    'x-amz-copy-source-if-match',
    'x-amz-copy-source-if-none-match',
    'x-amz-copy-source-if-modified-since',
    'x-amz-copy-source-if-unmodified-since',
  ],
  permissions: (request) => [onObject('s3:GetObject', readSource(request)), ...writePermissions(request)],
  handle: copy,
}

function copy(request: S3Request, state: S3State): AwsResponse {
  const store = beginWrite(request, state)
  const { bucket, key } = readSource(request)
  state.buckets.need(bucket)
  const source = state.objects.need(bucket, key)
  if (checkRead(request.headers, source, 'x-amz-copy-source-') === 'not modified') {
    throw preconditionFailed('x-amz-copy-source-If-None-Match')
  }
  checkCopy(request, source)
  const stored = store(
    {
      body: source.body,
      size: source.size,
      etag: source.md5,
      md5: source.md5,
      headers: copiedHeaders(request, source),
      checksum: source.checksum?.type === 'FULL_OBJECT' ? source.checksum : undefined,
      tags: copiedTags(request, source),
      partSizes: [],
    },
    'ObjectCreated:Copy',
  )
  return xmlAnswer([
    'CopyObjectResult',
    [
      ['ETag', `"${stored.etag}"`],
      ['LastModified', stored.modified.toISOString()],
      stored.checksum && checksumElement(stored.checksum),
    ],
  ])
}

/** Reads `[/]bucket/key`, URL-encoded. To S3, an unencoded `+` is a space. */
function readSource({ headers }: S3Request): { bucket: string; key: string } {
  const header = headers['x-amz-copy-source'] ?? ''
  const [path = '', version] = header.split('?')
  if (version !== undefined && version !== 'versionId=null') throw notImplemented(`the copy source's ${version}`)
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decodeSource(path, header)) ?? []
  if (!bucket || !key) throw invalidSource(header)
  return { bucket, key: checkKey(key) }
}

function decodeSource(path: string, header: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '))
  } catch {
    throw invalidSource(header)
  }
}

function invalidSource(header: string) {
  const message = 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey'
  return invalidArgument('x-amz-copy-source', header, message)
}

function checkCopy(request: S3Request, source: StoredObject): void {
  if (source.size > largestUpload) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${largestUpload}`,
    )
  }
  const isSame = source.bucket === request.bucket && source.key === request.key
  if (isSame && !replaces(request, 'metadata') && request.headers[redirectHeader] === undefined) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    )
  }
}

function copiedHeaders(request: S3Request, source: StoredObject): Readonly<Record<string, string>> {
  const requested = readObjectHeaders(request.headers)
  if (replaces(request, 'metadata')) return requested
  // A redirect is never copied: only the request sets it.
  const { [redirectHeader]: _, ...copied } = source.headers
  const redirect = requested[redirectHeader]
  return redirect === undefined ? copied : { ...copied, [redirectHeader]: redirect }
}

function copiedTags(request: S3Request, source: StoredObject): readonly Tag[] {
  return replaces(request, 'tagging') ? parseTagHeader(request.headers['x-amz-tagging']) : source.tags
}

function replaces({ headers }: S3Request, what: 'metadata' | 'tagging'): boolean {
  const directive = headers[`x-amz-${what}-directive`] ?? 'COPY'
  if (directive === 'REPLACE' || directive === 'COPY') return directive === 'REPLACE'
  throw invalidArgument(`x-amz-${what}-directive`, directive, `Unknown ${what} directive.`)
}
