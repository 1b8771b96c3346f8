import type { Database } from './database.ts'
import type { Queue } from './queue-list.ts'

/** Milliseconds for which a FIFO queue recognizes a deduplication id. */
const period = 5 * 60_000

/** Finds a message with the same deduplication id that a FIFO queue received less than five minutes ago. */
export function findDuplicate(database: Database, queue: Queue, deduplicationId: string | undefined, now: number) {
  if (!queue.settings.fifo || deduplicationId === undefined) return undefined
  const row = database
    .statement('SELECT id, message_id, sent_at FROM deduplications WHERE queue = ? AND deduplication_id = ?')
    .get(queue.name, deduplicationId)
  // A time in the future was stored before the clock was moved back.
  const isRecent = row && Number(row.sent_at) > now - period && Number(row.sent_at) <= now
  return isRecent ? { id: Number(row.id), messageId: String(row.message_id) } : undefined
}

export function rememberDeduplication(
  database: Database,
  queue: Queue,
  deduplicationId: string | undefined,
  { id, messageId, now }: { readonly id: number; readonly messageId: string; readonly now: number },
): void {
  if (!queue.settings.fifo || deduplicationId === undefined) return
  database.statement('DELETE FROM deduplications WHERE sent_at <= ?').run(now - period)
  database
    .statement('INSERT OR REPLACE INTO deduplications VALUES (?, ?, ?, ?, ?)')
    .run(queue.name, deduplicationId, now, id, messageId)
}
