import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'

const root = path.dirname(import.meta.dirname)

/**
 * Does the work unless it was last done with the same sources. If several processes need the same work, one does it and
 * the others wait. Returns a hash of the sources.
 * @param sources files and folders, relative to the project's folder or absolute
 * @param basis hash of the sources of other work on whose result this work depends
 * @param mark the file that keeps the hash; the work may empty its folder
 */
export async function refresh(
  mark: string,
  sources: readonly string[],
  work: () => Promise<void>,
  basis = '',
): Promise<string> {
  const version = basis + hash(sources)
  if ((await readMark(mark)) === version) return version
  using _lock = await lock()
  if ((await readMark(mark)) === version) return version
  await rm(mark, { force: true }) // otherwise, work that stops halfway would count as done if the sources change back
  await work()
  await writeFile(mark, version)
  return version
}

function readMark(mark: string): Promise<string> {
  return readFile(mark, 'utf8').catch(() => '')
}

/** Returns a hash of all files of the sources. Reads them synchronously, which takes a quarter of the time. */
export function hash(sources: readonly string[]): string {
  const digest = createHash('sha256')
  const files = sources.flatMap((source) => listFiles(path.resolve(root, source)))
  for (const file of files.sort()) digest.update(`${path.relative(root, file)}\0`).update(readOrNothing(file))
  return digest.digest('hex')
}

function listFiles(place: string): string[] {
  if (!statSync(place, { throwIfNoEntry: false })?.isDirectory()) return [place]
  const entries = readdirSync(place, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
}

function readOrNothing(file: string): Buffer | string {
  try {
    return readFileSync(file)
  } catch {
    return 'absent'
  }
}

/** Milliseconds between attempts to get the lock. */
const retryInterval = 50

/**
 * Waits for a lock. It is a lock of SQLite, which the operating system releases when the process ends, even by a crash.
 */
async function lock(): Promise<Disposable> {
  const folder = path.join(root, 'dist')
  try {
    await mkdir(folder, { recursive: true })
    const database = new DatabaseSync(path.join(folder, 'lock.db'))
    while (!begin(database)) await delay(retryInterval)
    return { [Symbol.dispose]: () => database.close() }
  } catch (error) {
    throw describeLockError(error, folder)
  }
}

/** Begins the transaction that is the lock. Returns false while another process has it. */
function begin(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (codeOf(error) === 5) return false // SQLITE_BUSY
    throw error
  }
}

/** SQLite's READONLY and CANTOPEN, and those of Node. */
const unwritable: readonly unknown[] = [8, 14, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR']

/** Says what to do if the folder for the build is read-only. Returns any other error unchanged. */
export function describeLockError(error: unknown, folder: string): unknown {
  if (!unwritable.includes(codeOf(error))) return error
  return new Error(
    `Postrider has to be built, but cannot write to ${folder}. Make the folder writable, or run \`npm start\` once as a user who may write there: later starts only read it.`,
    { cause: error },
  )
}

function codeOf(error: unknown): unknown {
  const { code, errcode } = Object(error) as { readonly code?: unknown; readonly errcode?: unknown } // Object() makes an object of any value
  return errcode ?? code
}
