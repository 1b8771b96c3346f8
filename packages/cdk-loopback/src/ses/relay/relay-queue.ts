import type { Sqlite } from '../../host/sqlite.ts'

/** An accepted mail to one recipient that the relay has not taken yet. Times are in milliseconds since 1970. */
export type Waiting = {
  readonly seq: number
  /** The SES message id. */
  readonly id: string
  readonly recipient: string
  /** Answers that deferred the mail. */
  readonly attempts: number
  /** Attempts of which nobody knows whether the relay took the mail. */
  readonly unsettled: number
  /** When it was first deferred; 0 before that. */
  readonly deferredAt: number
  readonly due: number
}

/** A mail is tried again after an attempt that no answer settled, but only once. */
export const mostUnsettled = 2

export const relaySchema = `
  CREATE TABLE IF NOT EXISTS relayQueue (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL, recipient TEXT NOT NULL, queuedAt INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, unsettled INTEGER NOT NULL DEFAULT 0, sending INTEGER NOT NULL DEFAULT 0,
    deferredAt INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS relayQueueByDue ON relayQueue (sending, due, seq);
  CREATE TABLE IF NOT EXISTS relayHours (hour INTEGER PRIMARY KEY, count INTEGER NOT NULL) STRICT;`

export function addWaiting(database: Sqlite, id: string, recipients: readonly string[], now: Date): void {
  const insert = database.statement('INSERT INTO relayQueue (id, recipient, queuedAt) VALUES (?, ?, ?)')
  for (const recipient of recipients) insert.run(id, recipient, now.getTime())
}

/** Returns the mail that is due first, except those that are being sent. */
export function nextWaiting(database: Sqlite): Waiting | undefined {
  const row = database
    .statement(`
      SELECT seq, id, recipient, attempts, unsettled, deferredAt, due FROM relayQueue
      WHERE sending = 0 ORDER BY due, seq LIMIT 1`)
    .get()
  return row as Waiting | undefined // the columns selected
}

/** Notes that an attempt begins. If the process dies before the answer is stored, the next start finds the mail like this. */
export function beginAttempt(database: Sqlite, seq: number): void {
  database.statement('UPDATE relayQueue SET sending = 1 WHERE seq = ?').run(seq)
}

/** Releases mails whose attempt a dead process left open. */
export function releaseAttempts(database: Sqlite): void {
  database.statement('UPDATE relayQueue SET sending = 0, unsettled = unsettled + 1 WHERE sending = 1').run()
}

/** Stores that an attempt changed nothing, or that it deferred the mail. */
export function putWaiting(database: Sqlite, { seq, attempts, unsettled, deferredAt, due }: Waiting): void {
  database
    .statement(`
      UPDATE relayQueue SET sending = 0, attempts = :attempts, unsettled = :unsettled, deferredAt = :deferredAt, due = :due
      WHERE seq = :seq`)
    .run({ seq, attempts, unsettled, deferredAt, due })
}

/** Moves the times at which mails are due and were first deferred. */
export function moveWaiting(database: Sqlite, byMs: number): void {
  database
    .statement('UPDATE relayQueue SET due = due + ?1 * (due > 0), deferredAt = deferredAt + ?1 * (deferredAt > 0)')
    .run(byMs)
}

export function removeWaiting(database: Sqlite, seq: number): void {
  database.statement('DELETE FROM relayQueue WHERE seq = ?').run(seq)
}

/** Counts the mails that wait; `deferred` are those that the relay has deferred. `oldest` is in milliseconds since 1970. */
export function countWaiting(database: Sqlite): { waiting: number; deferred: number; oldest: number | undefined } {
  const row = database
    .statement('SELECT count(*) AS waiting, total(attempts > 0) AS deferred, min(queuedAt) AS oldest FROM relayQueue')
    .get()
  return {
    waiting: Number(row?.waiting ?? 0),
    deferred: Number(row?.deferred ?? 0),
    oldest: row?.oldest == null ? undefined : Number(row.oldest),
  }
}

/** Milliseconds. */
const hour = 60 * 60 * 1000

/** Counts a mail that the relay took. */
export function countRelayed(database: Sqlite, now: Date): void {
  const at = Math.floor(now.getTime() / hour)
  database.statement('DELETE FROM relayHours WHERE hour < ?').run(at - 48)
  database.statement('INSERT INTO relayHours VALUES (?, 1) ON CONFLICT (hour) DO UPDATE SET count = count + 1').run(at)
}

/** Returns how many mails the relay took in the last 24 hours, rounded up to whole hours. */
export function relayedInDay(database: Sqlite, now: Date): number {
  const row = database
    .statement('SELECT total(count) AS count FROM relayHours WHERE hour >= ?')
    .get(Math.floor(now.getTime() / hour) - 24)
  return Number(row?.count ?? 0)
}
