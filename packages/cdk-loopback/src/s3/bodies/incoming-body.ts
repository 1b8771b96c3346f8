import { createHash } from 'node:crypto'
import { AwsError } from '../../endpoint/aws-service.ts'
import { badChecksum, incompleteBody } from '../protocol/s3-error.ts'
import type { S3Request } from '../protocol/s3-request.ts'
import { decodeAwsChunked, trailerSignature } from './aws-chunked.ts'
import {
  type AnnouncedChecksum,
  type Checksum,
  type ChecksumAlgorithm,
  checksumHeader,
  readAnnouncedChecksum,
  readTrailerName,
  startChecksum,
} from './checksum.ts'

type Headers = Readonly<Record<string, string>>

/** The size and digests of a body that has been read to its end. */
type BodyFacts = { readonly size: number; readonly md5: Buffer; readonly checksum: Checksum | undefined }

/** An incoming body without its framing. The last read fails if a digest differs from the announced one. */
export type IncomingBody = { readonly chunks: AsyncIterable<Buffer>; facts(): BodyFacts }

/** Bytes. Maximum size of an upload in one request. */
export const largestUpload = 5 * 1024 ** 3

/** Opens the body of an upload. With `algorithm`, computes a checksum even if the request announces none. */
export function openUploadBody(request: S3Request, algorithm?: ChecksumAlgorithm): IncomingBody {
  const { headers, http } = request
  const promised = headers[isStreaming(headers) ? 'x-amz-decoded-content-length' : 'content-length']
  if (promised === undefined) {
    throw new AwsError('MissingContentLength', 411, 'You must provide the Content-Length HTTP header.')
  }
  if (Number(promised) > largestUpload) throw entityTooLarge(promised)
  // A reader that stops early must not close the connection, which still has to carry the answer.
  return openBody(request, http.stream.iterator({ destroyOnReturn: false }), algorithm)
}

/** Reads a request document as text, checked like an upload. May be called more than once. */
export async function readDocument(request: S3Request): Promise<string> {
  const whole = await request.http.bytes()
  const chunks: Buffer[] = []
  for await (const chunk of openBody(request, once(whole)).chunks) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

/** Opens a body of any length, which is checked by the request's headers. */
export function openBody(
  request: S3Request,
  source: AsyncIterable<Buffer>,
  computed?: ChecksumAlgorithm,
): IncomingBody {
  const { headers } = request
  const trailers = new Map<string, string>()
  const announced = readAnnouncedChecksum(headers)
  const algorithm = announced?.algorithm ?? computed
  const checksum = algorithm && startChecksum(algorithm)
  const md5 = createHash('md5')
  const sha256 = /^[0-9a-f]{64}$/.test(headers['x-amz-content-sha256'] ?? '') ? createHash('sha256') : undefined
  let facts: BodyFacts | undefined

  async function* chunks(): AsyncGenerator<Buffer> {
    let size = 0
    for await (const chunk of withoutFraming(request, source, trailers)) {
      size += chunk.length
      for (const digest of [md5, sha256, checksum]) digest?.update(chunk)
      yield chunk
    }
    checkSize(headers, size)
    const value = checksum?.digest().toString('base64') ?? ''
    facts = { size, md5: md5.digest(), checksum: algorithm && { algorithm, type: 'FULL_OBJECT', value } }
    checkMd5(headers, facts.md5)
    checkSha256(headers, sha256?.digest('hex'))
    checkTrailers(headers, trailers)
    if (announced) checkChecksum(announced, trailers, value)
  }

  return {
    chunks: chunks(),
    facts: () => {
      if (!facts) throw new Error('The body has not been read to its end')
      return facts
    },
  }
}

async function* withoutFraming(
  { headers, http }: S3Request,
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const isFramed = isStreaming(headers) || headers['content-encoding']?.includes('aws-chunked')
  try {
    yield* isFramed ? decodeAwsChunked(source, trailers, http.chunks) : source
  } catch (error) {
    if (error instanceof AwsError) throw error
    const message = 'Your socket connection to the server was not read from or written to within the timeout period.'
    throw new AwsError('RequestTimeout', 400, message)
  }
}

/** Returns whether the body arrives in chunks, whose framing the Content-Length includes. */
function isStreaming(headers: Headers): boolean {
  return headers['x-amz-content-sha256']?.startsWith('STREAMING-') ?? false
}

function checkSize(headers: Headers, size: number): void {
  const promised = headers['x-amz-decoded-content-length']
  if (promised !== undefined && Number(promised) !== size) throw incompleteBody()
}

function checkMd5(headers: Headers, md5: Buffer): void {
  const promised = headers['content-md5']
  if (promised === undefined) return
  if (Buffer.from(promised, 'base64').length !== md5.length) {
    throw new AwsError('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.')
  }
  if (md5.toString('base64') !== promised) {
    throw new AwsError('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.')
  }
}

function checkSha256(headers: Headers, computed: string | undefined): void {
  if (computed === undefined || computed === headers['x-amz-content-sha256']) return
  const message = "The provided 'x-amz-content-sha256' header does not match what was computed."
  throw new AwsError('XAmzContentSHA256Mismatch', 400, message)
}

/** Checks that the body has no other trailers than the announced one and its signature. */
function checkTrailers(headers: Headers, trailers: Map<string, string>): void {
  const expected = [readTrailerName(headers), trailerSignature]
  if ([...trailers.keys()].some((name) => !expected.includes(name))) throw malformedTrailer()
}

function checkChecksum(announced: AnnouncedChecksum, trailers: Map<string, string>, computed: string): void {
  const { algorithm } = announced
  const promised = announced.value ?? trailers.get(checksumHeader(algorithm))
  if (promised === undefined) throw malformedTrailer()
  if (promised !== computed) throw badChecksum(algorithm)
}

function malformedTrailer(): AwsError {
  const message =
    'The request contained trailing data that was not well-formed or did not conform to our published schema.'
  return new AwsError('MalformedTrailerError', 400, message)
}

function entityTooLarge(size: string): AwsError {
  return new AwsError('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size', {
    ProposedSize: size,
    MaxSizeAllowed: largestUpload,
  })
}
