import type { DatabaseSync } from 'node:sqlite'

export type SesEvent = {
  readonly id: number
  readonly configurationSet: string
  /** The JSON of SES event publishing. */
  readonly event: unknown
}

export const eventSchema = `
  CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY AUTOINCREMENT, configurationSet TEXT NOT NULL, event TEXT NOT NULL
  ) STRICT;`

export function addEvents(database: DatabaseSync, configurationSet: string, events: readonly unknown[]): void {
  const insert = database.prepare('INSERT INTO events (configurationSet, event) VALUES (?, ?)')
  for (const event of events) insert.run(configurationSet, JSON.stringify(event))
}

/** Lists the events, oldest first. */
export function listEvents(database: DatabaseSync, limit: number): readonly SesEvent[] {
  const rows = database.prepare('SELECT id, configurationSet, event FROM events ORDER BY id LIMIT ?').all(limit)
  return rows.map(({ id, configurationSet, event }) => {
    return { id: Number(id), configurationSet: String(configurationSet), event: JSON.parse(String(event)) }
  })
}

export function removeEvent(database: DatabaseSync, id: number): void {
  database.prepare('DELETE FROM events WHERE id = ?').run(id)
}
