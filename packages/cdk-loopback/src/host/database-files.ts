import type { DatabaseSync } from 'node:sqlite'
import { type OpenFile, openDatabaseFile } from './database-file.ts'

/** The open databases of a data folder. */
export type DatabaseFiles = {
  readonly open: OpenFile
  /** Moves what is in the logs of the databases into the databases, as far as there is room, which frees that of the logs. */
  compact(): void
}

export function createDatabaseFiles(): DatabaseFiles {
  const databases: DatabaseSync[] = []
  return {
    open: (file) => {
      const sql = openDatabaseFile(file)
      databases.push(sql)
      return sql
    },
    compact: () => {
      for (const sql of databases.filter(({ isOpen }) => isOpen)) {
        try {
          sql.exec('PRAGMA wal_checkpoint(TRUNCATE)')
        } catch {} // the next call may find room for it
      }
    },
  }
}
