import type { OpenFile } from '../host/database-file.ts'
import { openSqlite } from '../host/sqlite.ts'

type ScheduleState = {
  /** When this definition of the schedule first ran here. */
  readonly anchor: Date
  /** All occurrences up to this instant have been handled. */
  readonly settled: Date
}

export type RunLog = {
  /** Returns the state of a schedule. A new or changed schedule starts now. */
  open(name: string, definition: string, now: Date): ScheduleState
  settle(name: string, until: Date): void
  close(): void
}

const schema = `
  CREATE TABLE IF NOT EXISTS schedules (
    name TEXT PRIMARY KEY, definition TEXT NOT NULL, anchor INTEGER NOT NULL, settled INTEGER NOT NULL
  ) STRICT`

export function openRunLog(folder: string, openFile?: OpenFile): RunLog {
  const { statement, close } = openSqlite(folder, 'schedules.db', schema, openFile)
  const select = statement('SELECT anchor, settled FROM schedules WHERE name = ? AND definition = ?')
  const insert = statement('INSERT OR REPLACE INTO schedules (name, definition, anchor, settled) VALUES (?, ?, ?, ?)')
  const update = statement('UPDATE schedules SET settled = ? WHERE name = ?')
  return {
    open: (name, definition, now) => {
      const row = select.get(name, definition)
      if (row) return { anchor: new Date(Number(row.anchor)), settled: new Date(Number(row.settled)) }
      insert.run(name, definition, now.getTime(), now.getTime())
      return { anchor: now, settled: now }
    },
    settle: (name, until) => void update.run(until.getTime(), name),
    close,
  }
}
