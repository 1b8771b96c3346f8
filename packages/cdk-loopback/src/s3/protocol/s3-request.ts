import type { IncomingHttpHeaders } from 'node:http'
import { AwsError, type AwsRequest } from '../../endpoint/aws-service.ts'
import { isAuthenticationParameter } from './presigned-url.ts'

/** A request as S3 reads it. Bucket and key are empty where the path has none. */
export type S3Request = {
  readonly method: string
  readonly bucket: string
  /** Exactly as the client sent it: neither `..` nor `//` is resolved. */
  readonly key: string
  readonly query: URLSearchParams
  /** Lower-case names. A presigned URL's `x-amz-…` parameters count as headers. */
  readonly headers: Readonly<Record<string, string>>
  readonly http: AwsRequest
}

/** @throws {AwsError} InvalidURI if the path is not UTF-8, KeyTooLongError if the key exceeds 1,024 bytes */
export function parseS3Request(http: AwsRequest): S3Request {
  const path = bucketOfHost(http.headers.host) + (http.target.split('?', 1)[0] ?? '')
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? []
  if (bucket === '' && key !== '') throw invalidUri()
  const { query, hoisted } = splitQuery(http.url.searchParams)
  return {
    method: http.method,
    bucket: decodePath(bucket),
    key: checkKey(decodePath(key)),
    query,
    headers: { ...hoisted, ...flattenHeaders(http.headers) },
    http,
  }
}

/**
 * Returns `/` and the bucket that a virtual-hosted address names, or nothing for other addresses. Clients write
 * such an address if their endpoint is `localhost`, or one of S3 that is resolved to this machine.
 */
function bucketOfHost(host = ''): string {
  const [, bucket] = /^(.+)\.(?:localhost|s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com)(?::\d+)?$/i.exec(host) ?? []
  return bucket === undefined ? '' : `/${bucket}`
}

/** Returns a key of at most 1,024 bytes of UTF-8. @throws {AwsError} KeyTooLongError */
export function checkKey(key: string): string {
  const size = Buffer.byteLength(key)
  if (size > 1024) {
    throw new AwsError('KeyTooLongError', 400, 'Your key is too long', { Size: size, MaxSizeAllowed: 1024 })
  }
  return key
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw invalidUri()
  }
}

function invalidUri(): AwsError {
  return new AwsError('InvalidURI', 400, "Couldn't parse the specified URI.")
}

function splitQuery(parameters: URLSearchParams): { query: URLSearchParams; hoisted: Record<string, string> } {
  const query = new URLSearchParams()
  const hoisted: Record<string, string> = {}
  for (const [name, value] of parameters) {
    const lowerName = name.toLowerCase()
    // The SDK names the operation in `x-id`.
    if (lowerName === 'x-id' || isAuthenticationParameter(lowerName) || isBodyChecksum(lowerName)) continue
    if (lowerName.startsWith('x-amz-')) hoisted[lowerName] = value
    else query.append(name, value)
  }
  return { query, hoisted }
}

/** Recognizes parameters that S3 ignores in a URL. The SDK presigns uploads with the checksum of an empty body. */
function isBodyChecksum(name: string): boolean {
  if (name === 'x-amz-sdk-checksum-algorithm') return true
  return name.startsWith('x-amz-checksum-') && name !== 'x-amz-checksum-mode'
}

function flattenHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')])
  return Object.fromEntries(entries)
}
