import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { type OpenFile, openDatabaseFile } from '../host/database-file.ts'

export type Database = {
  readonly sql: DatabaseSync
  /** Commits all of `work` or, if it throws, nothing. Must not be nested. */
  transaction<T>(work: () => T): T
  /** Runs `action` once after the current transaction commits. A rollback discards it. */
  afterCommit(action: () => void): void
}

/**
 * Keys are blobs, so that SQLite orders them by their UTF-8 bytes, as S3 does. `body` names the file with the content.
 * `objects` has the current versions of keys that exist. `versions` has all others, and the markers of deleted keys.
 * Among the versions of a key, the one with the highest `sequence` is the latest.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS buckets (
    name TEXT PRIMARY KEY, created INTEGER NOT NULL, versioning TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS objects (
    bucket TEXT NOT NULL, key BLOB NOT NULL, body TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
    md5 TEXT NOT NULL, modified INTEGER NOT NULL, headers TEXT NOT NULL, checksum TEXT, tags TEXT NOT NULL,
    part_sizes TEXT NOT NULL, version TEXT NOT NULL DEFAULT 'null', sequence INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (bucket, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS objects_by_body ON objects (body);
  CREATE TABLE IF NOT EXISTS versions (
    bucket TEXT NOT NULL, key BLOB NOT NULL, body TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
    md5 TEXT NOT NULL, modified INTEGER NOT NULL, headers TEXT NOT NULL, checksum TEXT, tags TEXT NOT NULL,
    part_sizes TEXT NOT NULL, version TEXT NOT NULL, sequence INTEGER NOT NULL, marker INTEGER NOT NULL,
    PRIMARY KEY (bucket, key, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS versions_by_body ON versions (body);
  CREATE TABLE IF NOT EXISTS uploads (
    id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key BLOB NOT NULL, headers TEXT NOT NULL, tags TEXT NOT NULL,
    checksum_algorithm TEXT, checksum_type TEXT, initiated INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS parts (
    upload TEXT NOT NULL REFERENCES uploads ON DELETE CASCADE, number INTEGER NOT NULL, body TEXT NOT NULL,
    size INTEGER NOT NULL, md5 TEXT NOT NULL, modified INTEGER NOT NULL, checksum TEXT, PRIMARY KEY (upload, number)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS parts_by_body ON parts (body);
  CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, bucket TEXT NOT NULL, key BLOB NOT NULL, size INTEGER,
    etag TEXT, time INTEGER NOT NULL, version TEXT
  ) STRICT;
`

/** Columns that stores of earlier versions lack. */
const laterColumns = [
  ['buckets', 'versioning', 'TEXT'],
  ['objects', 'version', "TEXT NOT NULL DEFAULT 'null'"],
  ['objects', 'sequence', 'INTEGER NOT NULL DEFAULT 0'],
  ['uploads', 'initiated', 'INTEGER NOT NULL DEFAULT 0'],
  ['events', 'version', 'TEXT'],
] as const

/** Opens or creates the database. */
export function openDatabase(file: string, openFile: OpenFile = openDatabaseFile): Database {
  const sql = openFile(file)
  sql.exec(schema)
  for (const [table, column, type] of laterColumns) {
    const columns = sql.prepare('SELECT name FROM pragma_table_info(?)').all(table)
    if (!columns.some(({ name }) => name === column)) sql.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`)
  }
  const [begin, commit] = [sql.prepare('BEGIN'), sql.prepare('COMMIT')]
  const attempt = <T>(work: () => T): T => {
    begin.run()
    try {
      const result = work()
      commit.run()
      return result
    } catch (error) {
      if (sql.isTransaction) sql.exec('ROLLBACK') // SQLite has done it if the disk is full
      throw error
    }
  }
  let actions: (() => void)[] = []
  return {
    sql,
    transaction: (work) => {
      actions = []
      const result = attempt(work)
      for (const action of actions) action()
      return result
    },
    afterCommit: (action) => {
      if (!actions.includes(action)) actions.push(action)
    },
  }
}

export function encodeKey(key: string): Buffer {
  return Buffer.from(key, 'utf8')
}

export function decodeKey(column: SQLOutputValue | undefined): string {
  if (!(column instanceof Uint8Array)) throw new TypeError('A key column holds bytes')
  return Buffer.from(column).toString('utf8')
}

/** Encodes a value as JSON for a column that may be NULL. */
export function encodeJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}

export function decodeJson<T>(column: SQLOutputValue | undefined): T | undefined {
  return typeof column === 'string' ? JSON.parse(column) : undefined
}
