import { createHash } from 'node:crypto'
import type { Database } from './database.ts'

/**
 * Forwards an event of another service's outbox, and records that in the same transaction. An outbox delivers an event
 * again if the process ended before the event was acknowledged. Such an event is the last one recorded for its source,
 * so it is not forwarded twice.
 */
export function forwardEvent(database: Database, source: string, event: unknown, forward: () => void): void {
  const digest = createHash('sha256').update(JSON.stringify(event)).digest('hex')
  database.transaction(() => {
    const last = database.statement('SELECT event FROM forwarded WHERE source = ?').get(source)
    if (last?.event === digest) return
    forward()
    database.statement('INSERT OR REPLACE INTO forwarded VALUES (?, ?)').run(source, digest)
  })
}
