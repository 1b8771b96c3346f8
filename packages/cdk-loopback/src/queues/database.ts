import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'

export type Database = {
  /** Prepared at the first call with this text. */
  statement(text: string): StatementSync
  /** All of `work` or, when it throws, nothing. A nested call joins the transaction under way. */
  transaction<Result>(work: () => Result): Result
  /** Runs `action` when the transaction under way has committed; at once if there is none. */
  afterCommit(action: () => void): void
  /** The id of a new message, larger than all before. */
  nextId(): number
  close(): void
}

/**
 * A message is visible from `visible_at` on, in milliseconds since 1970. `receipt` is set while it is in flight or was
 * before its visibility timeout ended, `invoking` while a function of this process works on it. The body is the last
 * column: reading the others of a large message does not read the body's pages.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY, queue TEXT NOT NULL, message_id TEXT NOT NULL, sent_at INTEGER NOT NULL,
    visible_at INTEGER NOT NULL, receive_count INTEGER NOT NULL DEFAULT 0, first_received_at INTEGER, receipt TEXT,
    invoking INTEGER NOT NULL DEFAULT 0, group_id TEXT, deduplication_id TEXT, dead_letter_source TEXT,
    attributes TEXT NOT NULL, md5 TEXT NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS messages_by_visibility ON messages (queue, visible_at);
  CREATE INDEX IF NOT EXISTS messages_by_group ON messages (queue, group_id, id) WHERE group_id IS NOT NULL;
  CREATE TABLE IF NOT EXISTS deduplications (
    queue TEXT NOT NULL, deduplication_id TEXT NOT NULL, sent_at INTEGER NOT NULL, id INTEGER NOT NULL,
    message_id TEXT NOT NULL, PRIMARY KEY (queue, deduplication_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS forwarded (source TEXT PRIMARY KEY, event TEXT NOT NULL) STRICT, WITHOUT ROWID;
`

/** Opens or creates the database. A second process that opens the same folder fails with "database is locked". */
export function openDatabase(folder: string): Database {
  mkdirSync(folder, { recursive: true })
  const sql = new DatabaseSync(join(folder, 'queues.sqlite'))
  sql.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  sql.exec(schema)
  const statements = new Map<string, StatementSync>()
  const statement = (text: string) => {
    const prepared = statements.get(text) ?? sql.prepare(text)
    statements.set(text, prepared)
    return prepared
  }
  let actions: (() => void)[] = []
  let lastId = firstId(statement)
  return {
    statement,
    transaction: (work) => {
      if (sql.isTransaction) return work()
      actions = []
      const result = attempt(sql, statement, work)
      for (const action of actions) action()
      return result
    },
    afterCommit: (action) => {
      if (sql.isTransaction) actions.push(action)
      else action()
    },
    nextId: () => {
      lastId += 1
      return lastId
    },
    close: () => sql.close(),
  }
}

/** Ids go on from the microseconds since 1970, which spares the page that AUTOINCREMENT writes with each message. */
function firstId(statement: Database['statement']): number {
  const row = statement('SELECT max(id) AS id FROM messages').get()
  return Math.max(Number(row?.id), Date.now() * 1000)
}

function attempt<Result>(sql: DatabaseSync, statement: Database['statement'], work: () => Result): Result {
  statement('BEGIN IMMEDIATE').run()
  try {
    const result = work()
    statement('COMMIT').run()
    return result
  } catch (error) {
    if (sql.isTransaction) statement('ROLLBACK').run()
    throw error
  }
}
