import type { DatabaseSync } from 'node:sqlite'

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

export function addForward(database: DatabaseSync, forward: Forward): void {
  database
    .prepare('INSERT INTO forwards VALUES (:id, :file, :sender, :recipients, :attempts, 0)')
    .run({ ...forward, recipients: JSON.stringify(forward.recipients) })
}

/** Returns the forward that is due first. `due` is in milliseconds since 1970. */
export function nextForward(database: DatabaseSync): { forward: Forward; due: number } | undefined {
  const row = database.prepare('SELECT * FROM forwards ORDER BY due, file LIMIT 1').get()
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

export function postponeForward(database: DatabaseSync, id: string, due: number): void {
  database.prepare('UPDATE forwards SET attempts = attempts + 1, due = ? WHERE id = ?').run(due, id)
}

export function removeForward(database: DatabaseSync, id: string): void {
  database.prepare('DELETE FROM forwards WHERE id = ?').run(id)
}
