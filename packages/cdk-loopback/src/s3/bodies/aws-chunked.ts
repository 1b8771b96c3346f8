import { AwsError } from '../../endpoint/aws-service.ts'
import type { ChunkSignatures } from '../../endpoint/signature/chunk-signatures.ts'
import { incompleteBody } from '../protocol/s3-error.ts'

/** Bytes. */
const lineLimit = 8 * 1024
/** Bytes. Only the last chunk with data may be smaller. */
const smallestChunk = 8 * 1024

/**
 * Decodes an `aws-chunked` body: `<hex size>[;chunk-signature=…]` and the bytes, repeated until size 0, then trailers
 * and a blank line. `trailers` is complete, with lower-case names, after the last chunk. With `signatures`, each chunk
 * must be signed.
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
  signatures?: ChunkSignatures,
): AsyncGenerator<Buffer> {
  const input = byteReader(source)
  try {
    yield* decode(input, trailers, signatures)
  } finally {
    await input.close() // what follows a refused chunk can still pass
  }
}

async function* decode(
  input: ReturnType<typeof byteReader>,
  trailers: Map<string, string>,
  signatures: ChunkSignatures | undefined,
): AsyncGenerator<Buffer> {
  let previousSize = smallestChunk
  for (let number = 1; ; number++) {
    const { size, signature } = parseChunkHeader(await input.line())
    if (size > 0 && previousSize < smallestChunk) throw invalidChunkSize(number, previousSize)
    previousSize = size
    const chunk = signatures?.start()
    for await (const piece of input.take(size)) {
      chunk?.update(piece)
      yield piece
    }
    if (chunk && !chunk.matches(signature)) throw signatureDoesNotMatch()
    if (size === 0) break
    if ((await input.line()) !== '') throw malformedFraming()
  }
  const lines: string[] = []
  for (let line = await input.line(); line !== ''; line = await input.line()) {
    if (line === undefined) throw incompleteBody()
    lines.push(line)
  }
  if ((await input.line()) !== undefined) throw malformedFraming()
  for (const line of lines) {
    const colon = line.indexOf(':')
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  if (signatures?.matchesTrailers && !hasSignedTrailers(lines, trailers, signatures.matchesTrailers)) {
    throw signatureDoesNotMatch()
  }
}

/** Name of the trailer that signs the others. */
export const trailerSignature = 'x-amz-trailer-signature'

function hasSignedTrailers(
  lines: readonly string[],
  trailers: Map<string, string>,
  matches: NonNullable<ChunkSignatures['matchesTrailers']>,
): boolean {
  const signed = lines.filter((line) => !line.toLowerCase().startsWith(trailerSignature))
  return matches(signed.map((line) => `${line}\n`).join(''), trailers.get(trailerSignature))
}

function parseChunkHeader(line: string | undefined): { readonly size: number; readonly signature: string | undefined } {
  if (line === undefined) throw incompleteBody()
  const [, hex, extension = ''] = /^([0-9a-f]{1,8})(;.*)?$/i.exec(line) ?? []
  if (hex === undefined) throw malformedFraming()
  return { size: Number.parseInt(hex, 16), signature: /^;chunk-signature=([0-9a-f]{64})$/.exec(extension)?.[1] }
}

function signatureDoesNotMatch(): AwsError {
  const message =
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.'
  return new AwsError('SignatureDoesNotMatch', 403, message)
}

/** `chunk` is the number of the chunk after the one that is too small, as S3 reports it. */
function invalidChunkSize(chunk: number, size: number): AwsError {
  const message = `Only the last chunk is allowed to have a size less than ${smallestChunk} bytes`
  return new AwsError('InvalidChunkSizeError', 403, message, { Chunk: chunk, BadChunkSize: size })
}

function malformedFraming(): AwsError {
  return new AwsError('InvalidRequest', 400, 'The aws-chunked body is not well formed.')
}

function byteReader(source: AsyncIterable<Buffer>) {
  const chunks = source[Symbol.asyncIterator]()
  let pending: Buffer = Buffer.alloc(0)

  async function more(): Promise<boolean> {
    const next = await chunks.next()
    if (!next.done) pending = pending.length === 0 ? next.value : Buffer.concat([pending, next.value])
    return !next.done
  }

  return {
    close: async () => void (await chunks.return?.()),

    /** Reads the next line without its CRLF. The rest of the body counts as a line. */
    async line(): Promise<string | undefined> {
      let end = pending.indexOf('\r\n')
      while (end < 0) {
        if (pending.length > lineLimit) throw malformedFraming()
        if (!(await more())) break
        end = pending.indexOf('\r\n')
      }
      if (end < 0 && pending.length === 0) return undefined
      const line = pending.toString('latin1', 0, end < 0 ? pending.length : end)
      pending = pending.subarray(end < 0 ? pending.length : end + 2)
      return line
    },

    async *take(length: number): AsyncGenerator<Buffer> {
      for (let left = length; left > 0; ) {
        if (pending.length === 0 && !(await more())) throw incompleteBody()
        const piece = pending.subarray(0, left)
        pending = pending.subarray(piece.length)
        left -= piece.length
        if (piece.length > 0) yield piece
      }
    },
  }
}
