import { DatabaseSync } from 'node:sqlite'

/** Opens or creates a database. */
export type OpenFile = (file: string) => DatabaseSync

/**
 * Opens or creates a database, which a crash leaves as it was after a transaction. A second process that opens the same
 * file fails with "database is locked". SQLite then needs no memory that is shared through a file, which could not grow
 * on a full disk.
 */
export const openDatabaseFile: OpenFile = (file) => {
  const sql = new DatabaseSync(file)
  try {
    sql.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
    return sql
  } catch (error) {
    sql.close()
    throw error
  }
}
