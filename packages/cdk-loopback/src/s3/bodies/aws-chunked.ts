import { AwsError } from '../../endpoint/aws-service.ts'
import { incompleteBody } from '../protocol/s3-error.ts'

/** Bytes. */
const lineLimit = 8 * 1024

/**
 * Decodes an `aws-chunked` body: `<hex size>[;chunk-signature=…]` and the bytes, repeated until size 0, then trailers.
 * `trailers` is complete, with lower-case names, after the last chunk. Signatures are not checked.
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const input = byteReader(source)
  for (;;) {
    const size = parseChunkSize(await input.line())
    if (size === 0) break
    yield* input.take(size)
    if ((await input.line()) !== '') throw malformedFraming()
  }
  for (let line = await input.line(); line; line = await input.line()) {
    const colon = line.indexOf(':')
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
}

function parseChunkSize(header: string | undefined): number {
  if (header === undefined) throw incompleteBody()
  const hex = /^([0-9a-f]{1,8})(;.*)?$/i.exec(header)?.[1]
  if (hex === undefined) throw malformedFraming()
  return Number.parseInt(hex, 16)
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
