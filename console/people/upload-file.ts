import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { CommandFailure } from '../../operations/command-failure.ts'

/** Bytes of a list, and of the headers before it in the request. 2 million people are some 200 MB. */
export const mostBytes = 500_000_000
const mostHeaders = 16_384

export type UploadedFile = {
  readonly folder: string
  readonly file: string
  readonly name: string
  readonly size: number
}

/**
 * Writes the only file of a form to a private folder, without keeping it in memory.
 *
 * @param contentType of the request: `multipart/form-data`
 * @throws {CommandFailure} if the form has no file, or too large a one
 */
export async function receiveFile(
  body: ReadableStream<Uint8Array> | null,
  contentType: string,
  most = mostBytes,
): Promise<UploadedFile> {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^\s;]+))/.exec(contentType) ?? []
  const boundary = quoted ?? plain
  if (!body || boundary === undefined) throw new CommandFailure('Choose a CSV file.')
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-import-'))
  try {
    const whole = path.join(folder, 'request')
    await pipeline(Readable.fromWeb(body as WebStream), limitTo(most), createWriteStream(whole, { mode: 0o600 }))
    const { start, end, name } = await findFile(whole, boundary)
    if (name === '' || end <= start) throw new CommandFailure('Choose a CSV file that is not empty.')
    const file = path.join(folder, 'list.csv')
    await pipeline(createReadStream(whole, { start, end: end - 1 }), createWriteStream(file, { mode: 0o600 }))
    await rm(whole)
    return { folder, file, name, size: end - start }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

function limitTo(most: number) {
  return async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let bytes = 0
    for await (const chunk of chunks) {
      bytes += chunk.byteLength
      if (bytes > most)
        throw new CommandFailure(
          `The file has more than ${most / 1_000_000} MB. Import it with \`postrider subscribers import\`.`,
        )
      yield chunk
    }
  }
}

/** Finds the bytes of the file in a request of one part (RFC 7578). */
async function findFile(whole: string, boundary: string) {
  const handle = await open(whole)
  try {
    const { size } = await handle.stat()
    const head = Buffer.alloc(Math.min(mostHeaders, size))
    await handle.read(head, 0, head.length, 0)
    const headers = head.indexOf('\r\n\r\n')
    const tail = Buffer.from(`\r\n--${boundary}--`)
    const foot = Buffer.alloc(Math.min(tail.length + 2, size))
    await handle.read(foot, 0, foot.length, size - foot.length)
    const at = foot.indexOf(tail)
    const isPart = head.indexOf(`--${boundary}\r\n`) === 0
    if (!isPart || headers === -1 || at === -1) throw new CommandFailure('Choose one CSV file.')
    const [, name = ''] = /filename="([^"\r\n]*)"/.exec(head.toString('utf8', 0, headers)) ?? []
    return { start: headers + 4, end: size - foot.length + at, name: path.basename(name.replaceAll('\\', '/')) }
  } finally {
    await handle.close()
  }
}
