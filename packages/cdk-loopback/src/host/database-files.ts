import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openChecked } from './check-database.ts'
import { DamagedDatabaseError, meansDamage } from './damage.ts'
import type { OpenFile } from './database-file.ts'
import { openDatabaseList } from './database-list.ts'
import { takeSnapshot } from './snapshot.ts'

/** The databases of a data folder. */
export type DatabaseFiles = {
  /** Opens or creates a database below the folder. @throws {DamagedDatabaseError} also if one with data is gone or empty */
  readonly open: OpenFile
  /**
   * Returns the folder in which a service opens its database. If the database is damaged, that is an empty folder
   * elsewhere: the service can start, and every call that needs the database fails once the databases are sealed.
   * @param name path of the database in the data folder
   */
  folderOf(name: string): string
  /** The databases that are damaged. */
  readonly damages: readonly DamagedDatabaseError[]
  /** Lets nothing be written to any database from now on. Damage that is found while a stack runs does this at once. */
  seal(): void
  /** Moves what is in the logs of the databases into the databases, as far as there is room, which frees that of the logs. */
  compact(): void
  /** Copies the whole folder as it is now to a new folder below it, and returns that folder. @throws {DamagedDatabaseError} */
  snapshot(): string
  /** Remembers how the databases were closed. */
  close(): void
}

export type DatabaseFilesOptions = {
  /** Receives each damage when it is found. */
  readonly onDamage?: (damage: DamagedDatabaseError) => void
}

/** Opens the databases of a folder. A file of the folder lists those that have data, so that a lost one is not created anew. */
export function openDatabaseFiles(folder: string, { onDamage = () => {} }: DatabaseFilesOptions = {}): DatabaseFiles {
  const databases = new Map<string, DatabaseSync>()
  const list = openDatabaseList(folder)
  const damages: DamagedDatabaseError[] = []
  /** Empty folders, by the database that should be in it. */
  const substitutes = new Map<string, DamagedDatabaseError>()
  let isSealed = false

  const seal = () => {
    isSealed = true
    for (const sql of databases.values()) if (sql.isOpen) sql.exec('PRAGMA query_only = ON')
  }
  const report = (damage: DamagedDatabaseError) => {
    if (damages.some(({ file }) => file === damage.file)) return
    damages.push(damage)
    onDamage(damage)
  }
  const openOwn: OpenFile = (file) => {
    const name = path.relative(folder, file)
    const sql = openChecked(file, { hadData: list.has(name), isUnchanged: list.isUnchanged(name) })
    guard(sql, (error) => {
      if (!meansDamage(error)) return error
      const damage = new DamagedDatabaseError(file, 'a part of it cannot be read', { cause: error })
      report(damage)
      if (!isSealed) seal()
      return damage
    })
    databases.set(name, sql)
    list.add(name)
    return sql
  }
  const openSubstitute = (damage: DamagedDatabaseError) => {
    const sql = new DatabaseSync(':memory:')
    guard(
      sql,
      (error) => error,
      () => {
        if (isSealed) throw damage
      },
    )
    return sql
  }
  return {
    open: (file) => {
      const damage = substitutes.get(file)
      return damage ? openSubstitute(damage) : (databases.get(path.relative(folder, file)) ?? openOwn(file))
    },
    folderOf: (name) => {
      const file = path.join(folder, name)
      try {
        if (!list.has(name)) mkdirSync(path.dirname(file), { recursive: true })
        openOwn(file)
        return path.dirname(file)
      } catch (error) {
        if (!(error instanceof DamagedDatabaseError)) throw error
        report(error)
        const empty = mkdtempSync(path.join(tmpdir(), 'damaged-'))
        substitutes.set(path.join(empty, path.basename(name)), error)
        return empty
      }
    },
    damages,
    seal,
    compact: () => {
      for (const sql of databases.values()) {
        try {
          if (sql.isOpen) sql.exec('PRAGMA wal_checkpoint(TRUNCATE)')
        } catch {} // the next call may find room for it
      }
    },
    snapshot: () => {
      if (damages[0]) throw damages[0]
      return takeSnapshot(folder, databases)
    },
    close: () => {
      for (const file of substitutes.keys()) rmSync(path.dirname(file), { recursive: true, force: true })
      const closed = [...databases].filter(([, sql]) => !sql.isOpen).map(([name]) => name)
      try {
        if (damages.length === 0) list.remember(closed)
      } catch {} // then the next start checks them
    },
  }
}

/**
 * Puts a guard around every call of a database, which also makes errors name the file wherever they are reported.
 * @param explain returns what is thrown instead of an error
 * @param begin runs before each call
 */
function guard(sql: DatabaseSync, explain: (error: unknown) => unknown, begin?: () => void): void {
  const guarding =
    <Parameters extends unknown[], Result>(call: (...parameters: Parameters) => Result) =>
    (...parameters: Parameters): Result => {
      begin?.()
      try {
        return call(...parameters)
      } catch (error) {
        throw explain(error)
      }
    }
  const prepare = guarding(sql.prepare.bind(sql))
  sql.exec = guarding(sql.exec.bind(sql))
  sql.prepare = (text) => {
    const statement = prepare(text)
    // Most of them are overloaded, which the types of a wrapper cannot express.
    const { run, get, all, iterate } = statement
    return Object.assign(statement, {
      run: guarding(run.bind(statement)),
      get: guarding(get.bind(statement)),
      all: guarding(all.bind(statement)),
      iterate: guarding((...parameters: Parameters<typeof iterate>) => {
        const rows = iterate.apply(statement, parameters)
        rows.next = guarding(rows.next.bind(rows))
        return rows
      }),
    })
  }
}
