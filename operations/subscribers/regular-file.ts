import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Calls `work` with a file that can be read several times: a copy, in a private folder, if it is a pipe such as `/dev/stdin`. */
export async function withRegularFile<Result>(file: string, work: (file: string) => Promise<Result>): Promise<Result> {
  const stats = await stat(file).catch(() => undefined) // reading the file reports the error
  if (stats === undefined || stats.isFile() || stats.isDirectory()) return work(file)
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-import-'))
  try {
    const copy = path.join(folder, path.basename(file))
    await pipeline(createReadStream(file), createWriteStream(copy, { mode: 0o600 }))
    return await work(copy)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
