import type { Database } from '../queues/database.ts'
import type { BusEvent } from './bus-event.ts'

/** An event that was put on a bus. */
export type LoggedEvent = {
  /** Grows with each event. */
  readonly number: number
  readonly bus: string
  readonly event: BusEvent
}

export type EventFilter = {
  /** Maximum number of events. */
  readonly limit: number
  /** Only events before the one with this number. */
  readonly before?: number
  readonly source?: string
}

/** The last events of all buses, for people who want to see what happened. Survives a restart. */
export type EventLog = {
  /** Joins the current transaction. */
  add(bus: string, event: BusEvent): void
  /** Lists events, newest first. */
  list(filter: EventFilter): readonly LoggedEvent[]
}

/** Events kept of each source, and up to `trimAfter` more, because each trimming searches for the first one to keep. */
const maxEvents = 1_000
const trimAfter = 100

const table = `
  CREATE TABLE IF NOT EXISTS bus_events (
    number INTEGER PRIMARY KEY AUTOINCREMENT, bus TEXT NOT NULL, source TEXT NOT NULL, event TEXT NOT NULL
  ) STRICT`
const index = 'CREATE INDEX IF NOT EXISTS bus_events_by_source ON bus_events (source, number)'
const removeOld = `
  DELETE FROM bus_events WHERE source = ?1 AND number <= (
    SELECT number FROM bus_events WHERE source = ?1 ORDER BY number DESC LIMIT 1 OFFSET ?2
  )`

export function openEventLog({ statement }: Database): EventLog {
  for (const text of [table, index]) statement(text).run()
  /** Events added since the last trimming, by source. */
  const added = new Map<string, number>()
  return {
    add: (bus, event) => {
      const insert = statement('INSERT INTO bus_events (bus, source, event) VALUES (?, ?, ?)')
      insert.run(bus, event.source, JSON.stringify(event))
      const count = (added.get(event.source) ?? 0) + 1
      added.set(event.source, count % trimAfter)
      if (count === trimAfter) statement(removeOld).run(event.source, maxEvents)
    },
    list: ({ limit, before = Number.MAX_SAFE_INTEGER, source }) => {
      const condition = source === undefined ? '' : 'AND source = ?'
      const parameters = source === undefined ? [before, limit] : [before, source, limit]
      const rows = statement(`SELECT * FROM bus_events WHERE number < ? ${condition} ORDER BY number DESC LIMIT ?`).all(
        ...parameters,
      )
      return rows.map((row) => ({
        number: Number(row.number),
        bus: String(row.bus),
        event: JSON.parse(String(row.event)), // written by `add`
      }))
    },
  }
}
