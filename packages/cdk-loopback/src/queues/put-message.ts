import { createHash, randomUUID } from 'node:crypto'
import { findDuplicate, rememberDeduplication } from './deduplication.ts'
import type { MessageAttributes } from './message-attributes.ts'
import type { Queue } from './queue-list.ts'
import type { Sqs } from './sqs/sqs.ts'

/** A message to store. */
export type Draft = {
  readonly body: string
  readonly attributes?: MessageAttributes
  /** Milliseconds. Default: the queue's delay. */
  readonly delay?: number | undefined
  readonly groupId?: string | undefined
  readonly deduplicationId?: string | undefined
}

export type Stored = { readonly id: number; readonly messageId: string; readonly md5: string }

const insert = `
  INSERT INTO messages
    (id, queue, message_id, sent_at, visible_at, group_id, deduplication_id, attributes, md5, body)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

/** Stores a message. If a FIFO queue received the same one within the last five minutes, returns that one instead. */
export function putMessage(sqs: Sqs, queue: Queue, draft: Draft): Stored {
  return sqs.database.transaction(() => {
    const now = sqs.now().getTime()
    const md5 = createHash('md5').update(draft.body).digest('hex')
    const duplicate = findDuplicate(sqs.database, queue, draft.deduplicationId, now)
    if (duplicate) return { ...duplicate, md5 }
    const messageId = randomUUID()
    const id = insertMessage(sqs, queue, draft, { messageId, md5, now })
    rememberDeduplication(sqs.database, queue, draft.deduplicationId, { id, messageId, now })
    sqs.database.afterCommit(() => sqs.arrivals.announce(queue.name))
    return { id, messageId, md5 }
  })
}

function insertMessage(
  { database }: Sqs,
  { name, settings }: Queue,
  { body, attributes = {}, delay = settings.delay, groupId, deduplicationId }: Draft,
  { messageId, md5, now }: { readonly messageId: string; readonly md5: string; readonly now: number },
): number {
  const group = groupId ?? (settings.fifo ? 'default' : null)
  const columns = [group, deduplicationId ?? null, JSON.stringify(attributes), md5, body]
  const id = database.nextId()
  database.statement(insert).run(id, name, messageId, now, now + delay, ...columns)
  return id
}
