import type { Queue } from './queue-list.ts'
import type { Sqs } from './sqs/sqs.ts'

export type MessageCounts = { readonly visible: number; readonly inFlight: number; readonly delayed: number }

export function countMessages(sqs: Sqs, { name, settings }: Queue): MessageCounts {
  const now = sqs.now().getTime()
  const row = sqs.database
    .statement(`
      SELECT count(*) FILTER (WHERE visible_at <= :now) AS visible,
        count(*) FILTER (WHERE visible_at > :now AND receipt IS NOT NULL) AS in_flight,
        count(*) FILTER (WHERE visible_at > :now AND receipt IS NULL) AS delayed
      FROM messages WHERE queue = :queue AND sent_at > :oldest`)
    .get({ now, queue: name, oldest: now - settings.retention })
  return { visible: Number(row?.visible), inFlight: Number(row?.in_flight), delayed: Number(row?.delayed) }
}

/** Returns whether a queue has messages that are in flight, or visible now or in less than `within` milliseconds. */
export function hasWork(sqs: Sqs, { name }: Queue, within: number): boolean {
  const soon = sqs.database.statement('SELECT 1 FROM messages WHERE queue = ? AND visible_at < ? LIMIT 1')
  if (soon.get(name, sqs.now().getTime() + Math.max(1, within))) return true
  const inFlight = sqs.database.statement('SELECT 1 FROM messages WHERE queue = ? AND receipt IS NOT NULL LIMIT 1')
  return inFlight.get(name) !== undefined
}

/** Returns the age, in seconds, of the oldest message of a queue, in flight or not; undefined without messages. */
export function ageOfOldest(sqs: Sqs, queueName: string): number | undefined {
  const row = sqs.database.statement('SELECT min(sent_at) AS oldest FROM messages WHERE queue = ?').get(queueName)
  return typeof row?.oldest === 'number' ? Math.max(0, (sqs.now().getTime() - row.oldest) / 1000) : undefined
}
