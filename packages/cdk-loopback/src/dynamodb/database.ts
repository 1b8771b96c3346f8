import type { OpenFile } from '../host/database-file.ts'
import { openSqlite, type Sqlite } from '../host/sqlite.ts'

export type Database = Pick<Sqlite, 'statement' | 'transaction' | 'close'> & {
  /** Runs `action` once after the current transaction commits. A rollback discards it. */
  afterCommit(action: () => void): void
}

/**
 * `key` comes from `encodeKey`; `expires` is the item's time to live in seconds since 1970. An entry is an item's place in
 * a secondary index. Items and entries are looked up, listed and paged by intervals of their keys. A checkpoint is the last
 * change that a reader of a stream has handled; each of its lanes handles a part of the items. The changes themselves are
 * in a table for each stream, which `change-log.ts` creates.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS tables (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, definition TEXT NOT NULL,
    item_count INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE IF NOT EXISTS items (
    id INTEGER PRIMARY KEY, table_id INTEGER NOT NULL, key BLOB NOT NULL, item TEXT NOT NULL, size INTEGER NOT NULL,
    expires INTEGER, UNIQUE (table_id, key)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS items_by_expiry ON items (table_id, expires) WHERE expires IS NOT NULL;
  CREATE TABLE IF NOT EXISTS entries (
    table_id INTEGER NOT NULL, index_name TEXT NOT NULL, key BLOB NOT NULL, item_id INTEGER NOT NULL,
    PRIMARY KEY (table_id, index_name, key)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY, request TEXT NOT NULL, expires INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS tokens_by_expiry ON tokens (expires);
  CREATE TABLE IF NOT EXISTS checkpoints (
    reader TEXT NOT NULL, lane INTEGER NOT NULL, table_id INTEGER NOT NULL, sequence INTEGER NOT NULL,
    PRIMARY KEY (reader, lane)
  ) STRICT, WITHOUT ROWID;
`

/** Opens or creates the database. */
export function openDatabase(folder: string, openFile?: OpenFile): Database {
  const { statement, transaction, close } = openSqlite(folder, 'dynamodb.sqlite', schema, openFile)
  let actions = new Set<() => void>()
  return {
    statement,
    transaction: (work) => {
      actions = new Set()
      const result = transaction(work)
      for (const action of actions) action()
      return result
    },
    afterCommit: (action) => void actions.add(action),
    close,
  }
}
