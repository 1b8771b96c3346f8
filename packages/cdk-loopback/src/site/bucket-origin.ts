import { Readable } from 'node:stream'
import type { AwsResponse } from '../endpoint/aws-service.ts'
import type { OriginPlan } from '../template/distribution/distribution-plan.ts'
import { keepHeaders, type SiteResponse, type ViewerRequest } from './exchange.ts'
import { decodePath } from './path-pattern.ts'

/** A read of one object, made with CloudFront's own rights. */
export type ObjectRequest = {
  readonly method: 'GET' | 'HEAD'
  readonly bucket: string
  /** Decoded, exactly as the object was stored. */
  readonly key: string
  /** Conditional headers and Range. */
  readonly headers: Readonly<Record<string, string>>
}
export type FetchObject = (request: ObjectRequest) => Promise<AwsResponse>
export type BucketOrigin = Extract<OriginPlan, { kind: 'bucket' }>

const sentHeaders = ['range', 'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since']
const keptHeaders = [
  'accept-ranges',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-range',
  'content-type',
  'etag',
  'expires',
  'last-modified',
]

/** Responds from a private bucket as S3 does behind an origin access control. */
export async function askBucket(
  origin: BucketOrigin,
  request: ViewerRequest,
  fetchObject: FetchObject,
): Promise<SiteResponse> {
  const { method } = request
  if (method !== 'GET' && method !== 'HEAD') return s3Error(403, 'AccessDenied', 'Access Denied')
  const key = decodePath(request.path)?.slice(1)
  if (key === undefined) return s3Error(400, 'InvalidURI', "Couldn't parse the specified URI.")
  if (key === '' || climbs(key)) return missing(origin)
  const fetch = (headers: ObjectRequest['headers']) => fetchObject({ method, bucket: origin.bucketName, key, headers })
  const response = await fetchConditionally(fetch, request.headers)
  if (response.status === 404 || response.status === 403) {
    discard(response)
    return missing(origin)
  }
  return passOn(response, request.headers['if-none-match'])
}

/** Returns whether a key has dot segments. HTTP clients resolve them, so the request would name another object. */
function climbs(key: string): boolean {
  return key.split('/').some((segment) => segment === '.' || segment === '..')
}

async function fetchConditionally(
  fetch: (headers: ObjectRequest['headers']) => Promise<AwsResponse>,
  headers: ViewerRequest['headers'],
): Promise<AwsResponse> {
  const sent = keepHeaders(headers, (name) => sentHeaders.includes(name))
  // If-None-Match compares weakly (RFC 9110 section 13.1.2), and our weak tags are compressed forms of strong ones.
  if (sent['if-none-match']) sent['if-none-match'] = sent['if-none-match'].replace(/\bW\/(?=")/g, '')
  const condition = headers['if-range']
  if (condition === undefined || sent.range === undefined) return fetch(sent)
  // S3 has no If-Range. Requests the range conditionally, or the whole object if the condition fails (section 13.1.5).
  const { range, ...whole } = sent
  if (condition.startsWith('W/')) return fetch(whole)
  const strong = condition.startsWith('"') ? { 'if-match': condition } : { 'if-unmodified-since': condition }
  const part = await fetch({ ...whole, range, ...strong })
  if (part.status !== 412) return part
  discard(part)
  return fetch(whole)
}

function passOn(response: AwsResponse, ifNoneMatch: string | undefined): SiteResponse {
  const lowerCase = Object.entries(response.headers).map(([name, value]): [string, string] => [
    name.toLowerCase(),
    value,
  ])
  const headers = keepHeaders(Object.fromEntries(lowerCase), (name) => keptHeaders.includes(name))
  // A client that has the compressed form receives the tag of that form, not of the uncompressed one.
  if (response.status === 304 && headers.etag && ifNoneMatch?.includes(`W/${headers.etag}`))
    headers.etag = `W/${headers.etag}`
  return { status: response.status, headers, ...(response.body !== undefined && { body: response.body }) }
}

/** Returns S3's error for a missing key. S3 reveals that a key is missing only to callers who may list the bucket. */
function missing(origin: BucketOrigin): SiteResponse {
  if (!origin.listable) return s3Error(403, 'AccessDenied', 'Access Denied')
  return s3Error(404, 'NoSuchKey', 'The specified key does not exist.')
}

function s3Error(status: number, code: string, message: string): SiteResponse {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`
  return { status, headers: { 'content-type': 'application/xml' }, body }
}

function discard(response: AwsResponse): void {
  if (response.body instanceof Readable) response.body.destroy()
}
