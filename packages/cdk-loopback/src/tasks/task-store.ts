import type { SQLOutputValue } from 'node:sqlite'
import type { Clock } from '../clock.ts'
import type { Database } from '../queues/database.ts'

/** Work that the process must not forget. Times are in milliseconds since 1970. */
export type Task<Content> = {
  readonly id: number
  /** Tasks of one owner share its concurrency. */
  readonly owner: string
  readonly queuedAt: number
  /** How often the task has failed. */
  readonly failures: number
  readonly content: Content
}

/**
 * Keeps tasks of one kind in the database of the queues, so that a task and the messages that it causes change in one
 * transaction.
 */
export type TaskStore<Content> = {
  /** Adds a task that is due now. Joins the current transaction. */
  add(owner: string, content: Content): void
  /** Lists tasks of an owner that are due, the longest due first. */
  listDue(owner: string, limit: number): readonly Task<Content>[]
  /** Returns when the next task is due that is not due yet. */
  nextDue(): number | undefined
  /** Makes a task due again after a delay in milliseconds. Adds the task if it was removed. */
  postpone(task: Task<Content>, delay: number): void
  remove(task: Task<Content>): void
  /** Counts a task as present until the returned function is called, even if it is removed in between. */
  begin(task: Task<Content>): () => void
  /** Lists the owners that have tasks, due or not. */
  owners(): readonly string[]
  onChange(listener: () => void): void
  close(): void
}

const table = `
  CREATE TABLE IF NOT EXISTS tasks (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, owner TEXT NOT NULL, queued_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL, delay INTEGER NOT NULL, failures INTEGER NOT NULL, content TEXT NOT NULL
  ) STRICT`
const index = 'CREATE INDEX IF NOT EXISTS tasks_by_time ON tasks (kind, owner, due_at)'

export function openTaskStore<Content>(database: Database, kind: string, clock: Clock): TaskStore<Content> {
  for (const statement of [table, index]) database.statement(statement).run()
  recover(database, kind, clock.now().getTime())
  const stopFollowing = followClock(database, kind, clock)
  let notify = () => {}
  const running = new Set<Task<Content>>()
  const now = () => clock.now().getTime()
  const put = (task: Omit<Task<Content>, 'id'> & { readonly id: number | null }, delay: number) => {
    const { id, owner, queuedAt, failures, content } = task
    database
      .statement('INSERT OR REPLACE INTO tasks VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
      .run(id, kind, owner, queuedAt, now() + delay, delay, failures, JSON.stringify(content))
    database.afterCommit(() => notify())
  }
  return {
    add: (owner, content) => put({ id: null, owner, queuedAt: now(), failures: 0, content }, 0),
    listDue: (owner, limit) =>
      database
        .statement('SELECT * FROM tasks WHERE kind = ? AND owner = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?')
        .all(kind, owner, now(), limit)
        .map(readTask<Content>),
    nextDue: () => {
      const next = database.statement('SELECT min(due_at) AS time FROM tasks WHERE kind = ? AND due_at > ?')
      const time = next.get(kind, now())?.time
      return typeof time === 'number' ? time : undefined
    },
    postpone: put,
    remove: ({ id }) => void database.statement('DELETE FROM tasks WHERE id = ?').run(id),
    begin: (task) => {
      running.add(task)
      return () => void running.delete(task)
    },
    owners: () => {
      const rows = database.statement('SELECT DISTINCT owner FROM tasks WHERE kind = ?').all(kind)
      return [...new Set([...rows.map(({ owner }) => String(owner)), ...[...running].map(({ owner }) => owner)])]
    },
    onChange: (listener) => {
      notify = listener
    },
    close: stopFollowing,
  }
}

function readTask<Content>(row: Record<string, SQLOutputValue>): Task<Content> {
  return {
    id: Number(row.id),
    owner: String(row.owner),
    queuedAt: Number(row.queued_at),
    failures: Number(row.failures),
    content: JSON.parse(String(row.content)), // written by `put`
  }
}

/** Restarts delays and ages: the clock of the last run may have been moved, and the time in between does not count. */
function recover(database: Database, kind: string, now: number): void {
  database.statement('UPDATE tasks SET queued_at = ?1, due_at = ?1 + delay WHERE kind = ?2').run(now, kind)
}

/** Keeps delays and ages when the clock is moved back. */
function followClock(database: Database, kind: string, clock: Clock): () => void {
  return clock.onMove((byMs) => {
    const shift = Math.round(byMs)
    if (shift >= 0) return
    database
      .statement('UPDATE tasks SET queued_at = queued_at + ?1, due_at = due_at + ?1 WHERE kind = ?2')
      .run(shift, kind)
  })
}
