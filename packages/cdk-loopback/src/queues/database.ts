import type { OpenFile } from '../host/database-file.ts'
import { openSqlite, type Sqlite } from '../host/sqlite.ts'

export type Database = Pick<Sqlite, 'statement' | 'close'> & {
  /** Commits all of `work` or, if it throws, nothing. A nested call joins the current transaction. */
  transaction<Result>(work: () => Result): Result
  /** Runs `action` after the current transaction commits, or immediately if there is none. */
  afterCommit(action: () => void): void
  /** Returns the id of a new message, larger than all earlier ones. */
  nextId(): number
}

/**
 * A message is visible from `visible_at` on, in milliseconds since 1970. `receipt` is set when the message is received,
 * and stays set after the visibility timeout. `invoking` is set while a function of this process handles the message.
 * A move task has ARNs of queues, and a rate in messages per second.
 * The body is the last column, so that reading the others does not read the pages of a large body.
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
  CREATE TABLE IF NOT EXISTS move_tasks (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, destination TEXT, rate INTEGER,
    status TEXT NOT NULL, started_at INTEGER NOT NULL, moved INTEGER NOT NULL, to_move INTEGER NOT NULL, failure TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS forwarded (source TEXT PRIMARY KEY, event TEXT NOT NULL) STRICT, WITHOUT ROWID;
`

/** Opens or creates the database. */
export function openDatabase(folder: string, openFile?: OpenFile): Database {
  const sql = openSqlite(folder, 'queues.sqlite', schema, openFile)
  let actions: (() => void)[] = []
  let lastId = firstId(sql.statement)
  return {
    statement: sql.statement,
    transaction: (work) => {
      if (sql.isInTransaction) return work()
      actions = []
      const result = sql.transaction(work)
      for (const action of actions) action()
      return result
    },
    afterCommit: (action) => {
      if (sql.isInTransaction) actions.push(action)
      else action()
    },
    nextId: () => {
      lastId += 1
      return lastId
    },
    close: sql.close,
  }
}

/** Ids start at the microseconds since 1970. AUTOINCREMENT would write another page with each message. */
function firstId(statement: Database['statement']): number {
  const row = statement('SELECT max(id) AS id FROM messages').get()
  return Math.max(Number(row?.id), Date.now() * 1000)
}
