import { chmodSync, lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isMainThread } from 'node:worker_threads'
import { readIfThere } from './read-if-there.ts'
import { useReserve } from './reserve.ts'

/** Version of the data formats below the folder. Raise it when this program can no longer read older data. */
const formatVersion = 1

export type DataFolder = {
  /** Absolute. */
  readonly path: string
  /** Lets another stack use the folder. */
  release(): void
}

/**
 * Opens the folder that keeps a stack's state, and locks it for this process. Creates the folder if it does not exist.
 * From then on, only the owner can read what this process writes, wherever it writes it.
 * @throws {Error} if the folder is in use, has another version or cannot be written. The message says what to do.
 */
export function openDataFolder(folder: string, setting: string): DataFolder {
  const absolute = path.resolve(folder)
  const lock = openOrExplain(absolute, setting, () => {
    if (isMainThread) process.umask(0o077) // SQLite and Node's compile cache take no mode
    mkdirSync(absolute, { recursive: true })
    useReserve(absolute)
    closeToOthers(absolute)
    checkVersion(absolute, setting)
    return lockFolder(absolute, setting)
  })
  return { path: absolute, release: () => lock.close() }
}

function openOrExplain<Result>(folder: string, setting: string, open: () => Result): Result {
  try {
    return open()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    const advice = `choose another one with ${setting}`
    throw new Error(`The data folder ${folder} cannot be used (${error.message}): ${advice}.`, { cause: error })
  }
}

/** What a stack keeps in its folder. */
const ownEntries =
  /^(?:s3|dynamodb|queues|ses|mail|logs|compile-cache|reserve|snapshots|restored|(?:schedules|lock)\.db.*|(?:version|pid|stack-uuid|databases|credentials|config|stack\.json)(?:\.new)?)$/

/**
 * Lets only the owner into the folder, unless it holds other things, which others may need. Whatever the folder lets in,
 * nobody else can read the stack's own files, also those of an earlier version or a restored backup.
 */
function closeToOthers(folder: string): void {
  const entries = readdirSync(folder)
  if (entries.length === 0 || entries.includes('version')) chmodSync(folder, 0o700)
  for (const entry of entries) if (ownEntries.test(entry)) closeEntry(path.join(folder, entry))
}

/** Closes a file, or a folder with everything below it. Follows no links. */
function closeEntry(entry: string): void {
  const stats = lstatSync(entry, { throwIfNoEntry: false })
  if (stats?.isDirectory()) {
    if ((stats.mode & 0o777) !== 0o700) chmodSync(entry, 0o700)
    for (const name of readdirSync(entry)) closeEntry(path.join(entry, name))
  } else if (stats?.isFile() && (stats.mode & 0o177) !== 0) chmodSync(entry, stats.mode & 0o600)
}

function checkVersion(folder: string, setting: string): void {
  const file = path.join(folder, 'version')
  const version = readIfThere(file)?.trim()
  if (version === undefined) writeFileSync(file, `${formatVersion}\n`)
  else if (version !== String(formatVersion)) {
    const versions = `has format version ${version}, this program reads version ${formatVersion}`
    throw new Error(
      `The data folder ${folder} ${versions}: move the folder away, or choose another one with ${setting}.`,
    )
  }
}

/**
 * Locks the folder with a SQLite transaction. The operating system releases such a lock when the process ends, however
 * it ends. A pid file alone could be stale, or name a process that got the same pid later.
 */
function lockFolder(folder: string, setting: string): DatabaseSync {
  const pidFile = path.join(folder, 'pid')
  const database = new DatabaseSync(path.join(folder, 'lock.db'))
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (!isBusy(error)) throw error
    const pid = readIfThere(pidFile)?.trim()
    throw new Error(
      `The data folder ${folder} is in use by process ${pid}: stop it, or choose another one with ${setting}.`,
    )
  }
  writeFileSync(pidFile, `${process.pid}\n`)
  return database
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5 // SQLITE_BUSY
}
