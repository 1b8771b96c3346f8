import { existsSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { DamagedDatabaseError, meansDamage } from './damage.ts'
import { type OpenFile, openDatabaseFile } from './database-file.ts'
import { readIfThere } from './read-if-there.ts'
import { takeSnapshot } from './snapshot.ts'

/** The databases of a data folder. */
export type DatabaseFiles = {
  /** Opens or creates a database below the folder. @throws {DamagedDatabaseError} also if one with data is gone or empty */
  readonly open: OpenFile
  /** Moves what is in the logs of the databases into the databases, as far as there is room, which frees that of the logs. */
  compact(): void
  /** Copies the whole folder as it is now to a new folder below it, and returns that folder. */
  snapshot(): string
}

/** Opens the databases of a folder. A file of the folder lists those that have data, so that a lost one is not created anew. */
export function openDatabaseFiles(folder: string): DatabaseFiles {
  const databases = new Map<string, DatabaseSync>()
  const names = readNames(folder)
  const register = (name: string) => {
    if (names.has(name)) return
    names.add(name)
    const list = path.join(folder, 'databases')
    writeFileSync(`${list}.new`, [...names].map((each) => `${each}\n`).join(''), { mode: 0o600 })
    renameSync(`${list}.new`, list)
  }
  return {
    open: (file) => {
      const name = path.relative(folder, file)
      if (names.has(name)) checkExistence(file)
      const sql = openChecked(file)
      nameInErrors(sql, file)
      databases.set(name, sql)
      register(name)
      return sql
    },
    compact: () => {
      for (const sql of databases.values()) {
        try {
          if (sql.isOpen) sql.exec('PRAGMA wal_checkpoint(TRUNCATE)')
        } catch {} // the next call may find room for it
      }
    },
    snapshot: () => takeSnapshot(folder, databases),
  }
}

/** Reads the names of the databases that have data. In a folder of an earlier version, that is every one that exists. */
function readNames(folder: string): Set<string> {
  const list = readIfThere(path.join(folder, 'databases'))
  if (list !== undefined) return new Set(list.split('\n').filter((line) => line !== ''))
  const found = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [entry.name]
    return readdirSync(path.join(folder, entry.name)).map((name) => path.join(entry.name, name))
  })
  const names = found.filter((name) => /\.sqlite$|^schedules\.db$/.test(name))
  return new Set(names.some((name) => sizeOf(path.join(folder, name)) > 0) ? names : [])
}

/** SQLite deletes the log of an empty database, so nothing may open one that had data. */
function checkExistence(file: string): void {
  if (sizeOf(file) > 0) return
  throw new DamagedDatabaseError(file, existsSync(file) ? 'it is empty, but had data' : 'it is missing')
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function openChecked(file: string): DatabaseSync {
  try {
    const sql = openDatabaseFile(file)
    sql.prepare('SELECT count(*) FROM sqlite_schema').get() // reads the header, and compares the sizes
    return sql
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && isAboutFile(Number(error.errcode)))
      throw new DamagedDatabaseError(file, error.message, { cause: error })
    throw error
  }
}

/** Makes every later error about damaged data name the file, wherever it is reported. */
function nameInErrors(sql: DatabaseSync, file: string): void {
  const explaining =
    <Parameters extends unknown[], Result>(call: (...parameters: Parameters) => Result) =>
    (...parameters: Parameters): Result => {
      try {
        return call(...parameters)
      } catch (error) {
        if (!meansDamage(error)) throw error
        throw new DamagedDatabaseError(file, 'a part of it cannot be read', { cause: error })
      }
    }
  const prepare = explaining(sql.prepare.bind(sql))
  sql.exec = explaining(sql.exec.bind(sql))
  sql.prepare = (text) => {
    const statement = prepare(text)
    // Two of the three are overloaded, which the types of a wrapper cannot express.
    const { run, get, all } = statement
    return Object.assign(statement, {
      run: explaining(run.bind(statement)),
      get: explaining(get.bind(statement)),
      all: explaining(all.bind(statement)),
    })
  }
}

/** SQLite's READONLY, IOERR, CORRUPT, CANTOPEN and NOTADB. https://sqlite.org/rescode.html */
const isAboutFile = (code: number) => [8, 10, 11, 14, 26].includes(code & 0xff)
