import { timingSafeEqual } from 'node:crypto'
import { AwsError } from '../aws-service.ts'
import type { Identities, Identity } from '../identities.ts'
import { canonicalRequest, type SignableRequest } from './canonical-request.ts'
import { type ChunkSignatures, chunkSignatures } from './chunk-signatures.ts'
import type { Signature } from './read-signature.ts'
import { otherSkew, type Refusals, s3Skew } from './refusals.ts'
import { type Scope, type SigningKey, sha256 } from './signing-key.ts'

/** What signatures are checked against. */
export type Authority = {
  readonly identities: Identities
  readonly region: string
  readonly signingKey: (secretAccessKey: string, scope: Scope) => SigningKey
  /** The stack's time. */
  now(): Date
}

/** A caller whose signature is genuine. */
export type Verified = {
  readonly caller: string
  /** For a body whose chunks are signed one by one. */
  readonly chunks: ChunkSignatures | undefined
}

/**
 * Verifies the signature of a request, except that S3 still has to compare the body with its hash when it reads it.
 * @param readBody called only for services whose signatures always cover the body itself
 * @throws {AwsError} one of `refusals`
 */
export async function verifySignature(
  request: SignableRequest,
  signature: Signature,
  authority: Authority,
  refusals: Refusals,
  readBody: () => Promise<Buffer>,
): Promise<Verified> {
  const identity = findIdentity(signature, authority, refusals)
  checkTime(signature, authority.now(), refusals)
  checkCoverage(request, signature, refusals)
  const payloadHash = signature.service === 's3' ? readPayloadHash(signature) : sha256(await readBody())
  const key = authority.signingKey(identity.secretAccessKey, signature)
  const canonical = canonicalRequest(request, { ...signature, payloadHash })
  const stringToSign = ['AWS4-HMAC-SHA256', signature.timestamp, key.scope, sha256(canonical)].join('\n')
  if (!areEqual(key.sign(stringToSign), signature.signature)) {
    throw refusals.mismatch({ accessKeyId: signature.accessKeyId, canonical, stringToSign })
  }
  const chunks = payloadHash.startsWith(signedChunks) ? chunkSignatures(key, { ...signature, payloadHash }) : undefined
  return { caller: identity.caller, chunks }
}

/** Finds who signed a request. @throws {AwsError} if the key, its token or the region is wrong */
export function findIdentity(
  signature: Pick<Signature, 'accessKeyId' | 'token' | 'region' | 'form'>,
  { identities, region }: Authority,
  refusals: Refusals,
): Identity {
  const identity = identities.find(signature.accessKeyId)
  // AWS knows a temporary key only together with its token.
  const isKnown = identity && (identity.sessionToken === undefined || signature.token !== undefined)
  if (!isKnown) throw refusals.unknownKey(signature.accessKeyId)
  if (signature.token !== identity.sessionToken) throw refusals.token()
  if (signature.region !== region) throw refusals.region(signature.region, region, signature.form)
  return identity
}

/**
 * Checks the time of a request. If the stack's clock has been moved, clients may follow either the machine's clock or
 * the stack's, and the request may have been signed before the move.
 */
function checkTime({ form, service, time, timestamp, expires }: Signature, now: Date, refusals: Refusals): void {
  const tolerance = service === 's3' ? s3Skew : otherSkew
  const clocks = [Date.now(), now.getTime()]
  const isEarly = time.getTime() > Math.max(...clocks) + tolerance
  if (form === 'header') {
    const isLate = time.getTime() < Math.min(...clocks) - tolerance
    if (isEarly || isLate) throw refusals.skewed({ timestamp, time, now })
    return
  }
  if (isEarly) throw new AwsError('AccessDenied', 403, 'Request is not valid yet')
  const end = new Date(time.getTime() + (expires ?? 0) * 1000)
  if (now <= end) return
  const details = { 'X-Amz-Expires': expires, Expires: end.toISOString(), ServerTime: now.toISOString() }
  throw new AwsError('AccessDenied', 403, 'Request has expired', details)
}

/** Checks that the signature covers the host and, for S3, each `x-amz-…` header. */
function checkCoverage({ headers }: SignableRequest, { service, signedHeaders }: Signature, refusals: Refusals): void {
  const required = [
    'host',
    ...(service === 's3' ? Object.keys(headers).filter((name) => name.startsWith('x-amz-')) : []),
  ]
  const missing = required.filter((name) => !signedHeaders.includes(name))
  if (missing.length > 0) throw refusals.headersNotSigned(missing)
}

const signedChunks = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'
const payloadWords = ['UNSIGNED-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', signedChunks, `${signedChunks}-TRAILER`]

/** Returns what a signature of S3 says about the body: its hash, or a word in its place. */
function readPayloadHash({ form, payloadHash }: Signature): string {
  if (payloadHash === undefined && form === 'query') return 'UNSIGNED-PAYLOAD'
  if (payloadHash === undefined) {
    throw new AwsError('InvalidRequest', 400, 'Missing required header for this request: x-amz-content-sha256')
  }
  if (/^[0-9a-f]{64}$/.test(payloadHash) || payloadWords.includes(payloadHash)) return payloadHash
  const message = `x-amz-content-sha256 must be ${payloadWords.join(', ')} or a valid sha256 value.`
  const details = { ArgumentName: 'x-amz-content-sha256', ArgumentValue: payloadHash }
  throw new AwsError('InvalidArgument', 400, message, details)
}

/** Compares signatures in constant time, which does not reveal how much of them is equal. */
export function areEqual(expected: string, actual: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(actual)]
  return one.length === other.length && timingSafeEqual(one, other)
}
