import { randomUUID } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

/** First and last byte, both included. */
export type ByteRange = { readonly first: number; readonly last: number }

/** Stores object bodies as files. A body never changes. The database decides which bodies are in use. */
export type BodyStore = {
  /** Writes a new body and returns its id. Leaves nothing behind if `chunks` fails. */
  write(chunks: AsyncIterable<Uint8Array>): Promise<string>
  /** Opens a body immediately, so that it can be read to the end even if it is removed in the meantime. */
  read(id: string, range: ByteRange): Readable | Buffer
  /** Reads a whole body, which it opens on the first read. The body must not be removed before. */
  stream(id: string): Readable
  remove(id: string): void
  /** Removes every unused body, which a crash left behind. */
  sweep(isUsed: (id: string) => boolean): void
}

/** Bytes. Up to this size a body is read or written in one call, which is faster than a stream and leaves no file open. */
const smallBody = 64 * 1024

export function openBodyStore(folder: string): BodyStore {
  mkdirSync(folder, { recursive: true })
  const shards = new Set(readdirSync(folder))
  const createShard = (shard: string) => {
    if (!shards.has(shard)) mkdirSync(join(folder, shard), { recursive: true })
    shards.add(shard)
  }
  const fileOf = (id: string) => join(folder, id.slice(0, 2), id)
  const remove = (id: string) => {
    try {
      unlinkSync(fileOf(id)) // `rmSync` takes several times as long
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    }
  }
  return {
    write: async (chunks) => {
      const id = randomUUID()
      createShard(id.slice(0, 2))
      try {
        await writeChunks(fileOf(id), chunks)
      } catch (error) {
        remove(id)
        throw error
      }
      return id
    },
    read: (id, range) => readRange(openSync(fileOf(id), 'r'), range),
    stream: (id) => createReadStream(fileOf(id)),
    remove,
    sweep: (isUsed) => {
      for (const shard of shards) for (const id of readdirSync(join(folder, shard))) if (!isUsed(id)) remove(id)
    },
  }
}

async function writeChunks(file: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  for (let size = 0; size <= smallBody; ) {
    const { done, value } = await iterator.next()
    if (done) return writeFileSync(file, Buffer.concat(first), { flag: 'wx' })
    first.push(value)
    size += value.length
  }
  await writeFile(file, joined(first, iterator), { flag: 'wx' })
}

async function* joined(first: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* first
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

function readRange(file: number, { first, last }: ByteRange): Readable | Buffer {
  const length = last - first + 1
  if (length > smallBody) return createReadStream('', { fd: file, start: first, end: last })
  const bytes = Buffer.alloc(length)
  readSync(file, bytes, 0, length, first)
  closeSync(file)
  return bytes
}
