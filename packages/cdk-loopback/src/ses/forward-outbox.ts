import type { Sqlite } from '../host/sqlite.ts'

/** A mail that the real relay has not accepted yet. */
export type Forward = {
  readonly id: string
  readonly file: string
  readonly sender: string
  readonly recipients: readonly string[]
  /** Number of failed attempts. */
  readonly attempts: number
}

export const forwardSchema = `
  CREATE TABLE IF NOT EXISTS forwards (
    id TEXT PRIMARY KEY, file TEXT NOT NULL, sender TEXT NOT NULL, recipients TEXT NOT NULL,
    attempts INTEGER NOT NULL, due INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS forwardsByDue ON forwards (due);`

export function addForward(database: Sqlite, forward: Forward): void {
  database
    .statement('INSERT INTO forwards VALUES (:id, :file, :sender, :recipients, :attempts, 0)')
    .run({ ...forward, recipients: JSON.stringify(forward.recipients) })
}

/** Returns the forward that is due first. `due` is in milliseconds since 1970. */
export function nextForward(database: Sqlite): { forward: Forward; due: number } | undefined {
  const row = database.statement('SELECT * FROM forwards ORDER BY due, file LIMIT 1').get()
  if (!row) return undefined
  const forward = {
    id: String(row.id),
    file: String(row.file),
    sender: String(row.sender),
    recipients: JSON.parse(String(row.recipients)),
    attempts: Number(row.attempts),
  }
  return { forward, due: Number(row.due) }
}

export function postponeForward(database: Sqlite, id: string, due: number): void {
  database.statement('UPDATE forwards SET attempts = attempts + 1, due = ? WHERE id = ?').run(due, id)
}

export function removeForward(database: Sqlite, id: string): void {
  database.statement('DELETE FROM forwards WHERE id = ?').run(id)
}
