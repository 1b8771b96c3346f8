import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { AwsResponse } from '../../src/endpoint/aws-service.ts'
import type { FetchObject, ObjectRequest } from '../../src/site/bucket-origin.ts'

type Stored = { readonly body: string; readonly headers?: Readonly<Record<string, string>> }

export const lastModified = 'Tue, 01 Sep 2026 07:00:00 GMT'

export function etagOf(body: string): string {
  return `"${createHash('md5').update(body).digest('hex')}"`
}

/** Creates a bucket in memory. It evaluates conditions and ranges like S3, and records its requests. */
export function memoryBucket(objects: Readonly<Record<string, Stored>>) {
  const requests: ObjectRequest[] = []
  const fetchObject: FetchObject = async (request) => {
    requests.push(request)
    const stored = objects[request.key]
    return stored ? answer(request, stored) : { status: 404, headers: {}, body: Readable.from(['<Error/>']) }
  }
  return { requests, fetchObject }
}

function answer({ method, headers }: ObjectRequest, stored: Stored): AwsResponse {
  const etag = etagOf(stored.body)
  const validators = { ETag: etag, 'Last-Modified': lastModified }
  const { 'if-none-match': none, 'if-modified-since': since, 'if-match': match, 'if-unmodified-since': until } = headers
  if ((match && match !== etag) || (until && Date.parse(until) < Date.parse(lastModified))) {
    return { status: 412, headers: {}, body: Readable.from(['<Error/>']) }
  }
  const unchanged = none ? none.includes(etag) || none === '*' : since && Date.parse(since) >= Date.parse(lastModified)
  if (unchanged) return { status: 304, headers: validators }
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []
  const size = Buffer.byteLength(stored.body)
  const part = from === undefined ? stored.body : stored.body.slice(Number(from), Number(to) + 1)
  return {
    status: from === undefined ? 200 : 206,
    headers: {
      ...validators,
      ...stored.headers,
      Server: 'AmazonS3',
      'Accept-Ranges': 'bytes',
      'Content-Length': String(Buffer.byteLength(part)),
      ...(from !== undefined && { 'Content-Range': `bytes ${from}-${to}/${size}` }),
    },
    ...(method === 'GET' && { body: Readable.from([Buffer.from(part)]) }),
  }
}
