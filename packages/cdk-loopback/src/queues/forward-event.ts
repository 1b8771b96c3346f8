import { createHash } from 'node:crypto'
import type { Database } from './database.ts'

/**
 * Forwards an event of another service's outbox, in one transaction with the record that it was forwarded. An outbox
 * offers an event again if the process ended before the event was acknowledged; being the last one forwarded from there,
 * it is not forwarded twice.
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
