import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The format of everything below the folder. To be raised when an older version's data can no longer be read. */
const formatVersion = 1

export type DataFolder = {
  /** Absolute. */
  readonly path: string
  /** Lets other stacks have the folder. */
  release(): void
}

/**
 * Opens the folder that keeps a stack's state, or makes it, for this process alone.
 * @throws {Error} saying what to do if it is in use, of another version, or cannot be written
 */
export function openDataFolder(folder: string, setting: string): DataFolder {
  const absolute = path.resolve(folder)
  const lock = explained(absolute, setting, () => {
    mkdirSync(absolute, { recursive: true })
    checkVersion(absolute, setting)
    return lockFolder(absolute, setting)
  })
  return { path: absolute, release: () => lock.close() }
}

function explained<Result>(folder: string, setting: string, open: () => Result): Result {
  try {
    return open()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
    const advice = `choose another one with ${setting}`
    throw new Error(`The data folder ${folder} cannot be used (${error.message}): ${advice}.`, { cause: error })
  }
}

function checkVersion(folder: string, setting: string): void {
  const file = path.join(folder, 'version')
  const found = readIfThere(file)?.trim()
  if (found === undefined) writeFileSync(file, `${formatVersion}\n`)
  else if (found !== String(formatVersion)) {
    const versions = `has format version ${found}, this program reads version ${formatVersion}`
    throw new Error(
      `The data folder ${folder} ${versions}: move the folder away, or choose another one with ${setting}.`,
    )
  }
}

/**
 * The lock is one that the operating system holds for SQLite, so that it ends with the process, however that ends: no
 * stale pid file can keep a folder shut, or belong to a process that has got the same pid since.
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

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
