import type { AwsResponse } from '../../endpoint/aws-service.ts'
import type { ByteRange } from '../bodies/body-store.ts'
import { checksumHeaders } from '../bodies/checksum.ts'
import { type Operation, onObject, type S3State } from '../protocol/operation.ts'
import { invalidRequest } from '../protocol/s3-error.ts'
import type { S3Request } from '../protocol/s3-request.ts'
import { parseRange, rangeOfPart } from './byte-range.ts'
import { checkRead } from './conditions.ts'
import { actionOnVersion, needObject, versionHeader } from './find-object.ts'
import { overrideParameters, readOverrides } from './object-headers.ts'
import type { StoredObject } from './object-store.ts'
import { checkReadable, encryptionHeaders } from './storage-headers.ts'

export const getObject: Operation = {
  name: 'GetObject',
  method: 'GET',
  level: 'object',
  parameters: [...overrideParameters, 'partNumber', 'versionId'],
  headers: ['x-amz-checksum-mode'],
  permissions: (request) => [onObject(actionOnVersion('s3:GetObject', request.query.get('versionId')), request)],
  handle: readObject,
}

export const headObject: Operation = { ...getObject, name: 'HeadObject', method: 'HEAD' }

function readObject(request: S3Request, state: S3State): AwsResponse {
  const object = needObject(request, state)
  const { versioning } = state.buckets.need(request.bucket)
  const headers = { ...describeObject(object), ...versionHeader(versioning, object.version) }
  const isNotModified = checkRead(request.headers, object) === 'not modified'
  if (isNotModified) return { status: 304, headers: withoutContentType(headers) }
  if (request.method === 'GET') checkReadable(object.headers)
  const range = readRequestedRange(request, object)
  const { first, last } = range ?? { first: 0, last: object.size - 1 }
  const answer = {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      ...readOverrides(request.query),
      ...(range ? { 'content-range': `bytes ${first}-${last}/${object.size}` } : readChecksum(request, object)),
      ...(request.query.has('partNumber') && object.partSizes.length > 0 ? partsCount(object) : {}),
      'content-length': String(last - first + 1),
    },
  }
  if (request.method === 'HEAD' || object.size === 0) return answer
  return { ...answer, body: state.bodies.read(object.body, { first, last }) }
}

function describeObject({ headers, etag, modified, tags }: StoredObject): Record<string, string> {
  return {
    ...headers,
    ...encryptionHeaders(headers),
    etag: `"${etag}"`,
    'last-modified': modified.toUTCString(),
    'accept-ranges': 'bytes',
    ...(tags.length > 0 ? { 'x-amz-tagging-count': String(tags.length) } : {}),
  }
}

function withoutContentType({ 'content-type': _, ...headers }: Record<string, string>): Record<string, string> {
  return headers
}

function readRequestedRange({ headers, query }: S3Request, { size, partSizes }: StoredObject): ByteRange | undefined {
  const partNumber = query.get('partNumber')
  if (partNumber === null) return parseRange(headers.range, size)
  if (headers.range !== undefined) throw invalidRequest('Cannot specify both Range header and partNumber')
  return rangeOfPart(partNumber, size, partSizes)
}

/** Returns the checksum for a whole object only, because it does not apply to a range. */
function readChecksum({ headers }: S3Request, { checksum }: StoredObject): Record<string, string> {
  return headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' ? checksumHeaders(checksum) : {}
}

function partsCount({ partSizes }: StoredObject): Record<string, string> {
  return { 'x-amz-mp-parts-count': String(partSizes.length) }
}
