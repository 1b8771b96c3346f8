import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'

const root = path.dirname(import.meta.dirname)

/**
 * Does the work unless it was last done with the same sources. If several processes need the same work, one does it and
 * the others wait. Returns a hash of the sources.
 * @param sources files and folders, relative to the project's folder or absolute
 * @param mark the file that keeps the hash; the work may empty its folder
 */
export async function refresh(mark: string, sources: readonly string[], work: () => Promise<void>): Promise<string> {
  const version = await hash(sources)
  if ((await readMark(mark)) === version) return version
  using _lock = await lock()
  if ((await readMark(mark)) === version) return version
  await work()
  await writeFile(mark, version)
  return version
}

function readMark(mark: string): Promise<string> {
  return readFile(mark, 'utf8').catch(() => '')
}

/** Returns a hash of all files of the sources. */
export async function hash(sources: readonly string[]): Promise<string> {
  const lists = await Promise.all(sources.map((source) => listFiles(path.resolve(root, source))))
  const digest = createHash('sha256')
  for (const file of lists.flat().sort()) {
    digest.update(`${path.relative(root, file)}\0`).update(await readFile(file).catch(() => 'absent'))
  }
  return digest.digest('hex')
}

async function listFiles(place: string): Promise<string[]> {
  const entries = await readdir(place, { withFileTypes: true, recursive: true }).catch(() => undefined)
  if (!entries) return [place]
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
}

/** Milliseconds between attempts to get the lock. */
const retryInterval = 50

/**
 * Waits for a lock. It is a lock of SQLite, which the operating system releases when the process ends, even by a crash.
 */
async function lock(): Promise<Disposable> {
  const folder = path.join(root, 'dist')
  await mkdir(folder, { recursive: true })
  const database = new DatabaseSync(path.join(folder, 'lock.db'))
  for (;;) {
    try {
      database.exec('BEGIN EXCLUSIVE')
      return { [Symbol.dispose]: () => database.close() }
    } catch (error) {
      if (!(error instanceof Error && 'errcode' in error && error.errcode === 5)) throw error // SQLITE_BUSY
      await delay(retryInterval)
    }
  }
}
