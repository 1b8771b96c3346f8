import type { Clock } from '../clock.ts'
import type { Database } from './database.ts'
import type { Queue } from './queue-list.ts'
import type { Sqs } from './sqs/sqs.ts'

/** Milliseconds. The maximum delay in SQS. */
const longestDelay = 900_000

/**
 * Makes messages visible that were in flight when the process ended, because their receivers ended with it. Does not
 * count that receive, because the message did not cause the failure. Restarts delays, because the clock of the last
 * run may have been moved.
 */
export function recoverMessages(database: Database, now: number): void {
  database.transaction(() => {
    database
      .statement(`
        UPDATE messages SET receipt = NULL, invoking = 0, visible_at = ?, receive_count = receive_count - 1
        WHERE receipt IS NOT NULL`)
      .run(now)
    database
      .statement('UPDATE messages SET visible_at = ?1 + min(visible_at - sent_at, ?2) WHERE visible_at > ?1')
      .run(now, longestDelay)
  })
}

/** Deletes messages older than their queue's retention period. Receivers do so too, but some queues have none. */
export function deleteExpired(sqs: Sqs, queues: readonly Queue[]): void {
  const statement = sqs.database.statement('DELETE FROM messages WHERE queue = ? AND sent_at <= ?')
  for (const { name, settings } of queues) statement.run(name, sqs.now().getTime() - settings.retention)
}

/** Applies moves of the clock to the messages. Returns a function that stops doing so. */
export function followClock({ database, arrivals }: Sqs, clock: Clock): () => void {
  return clock.onMove((byMs) => {
    const shift = Math.round(byMs)
    const now = clock.now().getTime()
    // Invocations take real time, so a move of the clock does not shorten their visibility timeouts.
    database.statement('UPDATE messages SET visible_at = visible_at + ? WHERE invoking = 1').run(shift)
    // When the clock is moved back, visible messages stay visible, and the others keep their delays.
    if (shift < 0) {
      database
        .statement('UPDATE messages SET visible_at = max(?1, visible_at + ?2) WHERE invoking = 0 AND visible_at > ?1')
        .run(now, shift)
    }
    arrivals.announceAll()
  })
}
