import type { Sqlite } from '../host/sqlite.ts'

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

export function addEvents(database: Sqlite, configurationSet: string, events: readonly unknown[]): void {
  const insert = database.statement('INSERT INTO events (configurationSet, event) VALUES (?, ?)')
  for (const event of events) insert.run(configurationSet, JSON.stringify(event))
}

/** Lists the events, oldest first. */
export function listEvents(database: Sqlite, limit: number): readonly SesEvent[] {
  const rows = database.statement('SELECT id, configurationSet, event FROM events ORDER BY id LIMIT ?').all(limit)
  return rows.map(({ id, configurationSet, event }) => {
    return { id: Number(id), configurationSet: String(configurationSet), event: JSON.parse(String(event)) }
  })
}

export function removeEvent(database: Sqlite, id: number): void {
  database.statement('DELETE FROM events WHERE id = ?').run(id)
}
