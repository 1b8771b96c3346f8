import { createHash, type Hash } from 'node:crypto'
import { type SigningKey, sha256 } from './signing-key.ts'

/** The signatures of an `aws-chunked` body, each of which covers the previous one. Use one object per body. */
export type ChunkSignatures = {
  /** Starts a chunk. Returns functions that take its data, and then check its signature. */
  start(): { update(data: Buffer): void; matches(signature: string | undefined): boolean }
  /** Checks the signature of the trailers, each `name:value` and a newline. Undefined: the body has no signed trailers. */
  readonly matchesTrailers: ((trailers: string, signature: string | undefined) => boolean) | undefined
}

/**
 * Returns the signatures of a body, starting from the request's own signature, the seed. See
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html.
 */
export function chunkSignatures(
  key: SigningKey,
  request: { readonly timestamp: string; readonly signature: string; readonly payloadHash: string },
): ChunkSignatures {
  let previous = request.signature
  const accept = (kind: 'PAYLOAD' | 'TRAILER', hashes: readonly string[], signature: string | undefined) => {
    const lines = [`AWS4-HMAC-SHA256-${kind}`, request.timestamp, key.scope, previous, ...hashes]
    previous = key.sign(lines.join('\n'))
    return previous === signature
  }
  return {
    start: () => {
      const hash: Hash = createHash('sha256')
      return {
        update: (data) => void hash.update(data),
        matches: (signature) => accept('PAYLOAD', [emptyHash, hash.digest('hex')], signature),
      }
    },
    matchesTrailers: request.payloadHash.endsWith('-TRAILER')
      ? (trailers, signature) => accept('TRAILER', [sha256(trailers)], signature)
      : undefined,
  }
}

const emptyHash = sha256('')
