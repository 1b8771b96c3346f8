import type { IncomingHttpHeaders } from 'node:http'
import { AwsError, type AwsRequest } from '../../endpoint/aws-service.ts'
import { isAuthenticationParameter } from './presigned-url.ts'

/** A request as S3 reads it. Bucket and key are empty where the path has none. */
export type S3Request = {
  readonly method: string
  readonly bucket: string
  /** Byte for byte as the client named it: neither `..` nor `//` is resolved. */
  readonly key: string
  readonly query: URLSearchParams
  /** Lower-case names. A presigned URL's `x-amz-…` parameters count as headers. */
  readonly headers: Readonly<Record<string, string>>
  readonly http: AwsRequest
}

/** Throws InvalidURI for a path that is not UTF-8, KeyTooLongError beyond 1,024 bytes of it. */
export function parseS3Request(http: AwsRequest): S3Request {
  const path = http.target.split('?', 1)[0] ?? ''
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

/** Keys of more than 1,024 bytes of UTF-8 do not exist. */
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
    // The SDK says in `x-id` which operation it means.
    if (lowerName === 'x-id' || isAuthenticationParameter(lowerName) || isBodyChecksum(lowerName)) continue
    if (lowerName.startsWith('x-amz-')) hoisted[lowerName] = value
    else query.append(name, value)
  }
  return { query, hoisted }
}

/** S3 ignores these in a URL, which is as well: the SDK presigns uploads with the checksum of an empty body. */
function isBodyChecksum(name: string): boolean {
  if (name === 'x-amz-sdk-checksum-algorithm') return true
  return name.startsWith('x-amz-checksum-') && name !== 'x-amz-checksum-mode'
}

function flattenHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')])
  return Object.fromEntries(entries)
}
