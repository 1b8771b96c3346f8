import { randomUUID } from 'node:crypto'
import { type Message, type ReceivedMessage, readMessage } from './message.ts'
import type { Queue } from './queue-list.ts'
import { composeReceiptHandle } from './sqs/receipt-handle.ts'
import type { Sqs } from './sqs/sqs.ts'

export type Take = {
  readonly limit: number
  /** Milliseconds. Default: the queue's visibility timeout. */
  readonly visibilityTimeout?: number | undefined
  /** Whether a function of this process handles the messages. If so, a moved clock must not make them visible. */
  readonly invoking?: boolean
}

const selectVisible = 'SELECT * FROM messages WHERE queue = ?1 AND visible_at <= ?2 ORDER BY visible_at, id LIMIT ?3'

/** A message waits for earlier messages of its group, and for all of its group that are in flight. */
const selectVisibleInOrder = `
  SELECT * FROM messages AS later WHERE queue = ?1 AND visible_at <= ?2 AND NOT EXISTS (
    SELECT 1 FROM messages AS other WHERE other.queue = later.queue AND other.group_id = later.group_id
      AND other.visible_at > ?2 AND (other.id < later.id OR other.receipt IS NOT NULL)
  ) ORDER BY id LIMIT ?3`

/**
 * Receives the visible messages of a queue, up to a limit. In the same transaction, moves messages that were received
 * too often to the dead-letter queue, and deletes those that are older than the retention period.
 */
export function takeMessages(sqs: Sqs, queue: Queue, take: Take): readonly ReceivedMessage[] {
  const now = sqs.now().getTime()
  sqs.arrivals.noteLook(queue.name, now)
  const first = listVisible(sqs, queue, now, take.limit)
  if (first.length === 0) return []
  return sqs.database.transaction(() => {
    const received = new Map<number, ReceivedMessage>()
    for (let next = first; next.length > 0; ) {
      const remaining = next.filter((message) => !dropMessage(sqs, queue, message, now))
      for (const message of remaining) received.set(message.id, receive(sqs, queue, message, now, take))
      if (remaining.length === next.length) break
      // With a visibility timeout of 0, the messages that were just received are still visible.
      next = listVisible(sqs, queue, now, take.limit - received.size).filter(({ id }) => !received.has(id))
    }
    return [...received.values()]
  })
}

function listVisible({ database }: Sqs, { name, settings }: Queue, now: number, limit: number): readonly Message[] {
  const rows = database.statement(settings.fifo ? selectVisibleInOrder : selectVisible).all(name, now, limit)
  return rows.map(readMessage)
}

/** Deletes or moves a message that must not be received. Returns whether it did. */
function dropMessage(sqs: Sqs, queue: Queue, { id, sentAt, receiveCount }: Message, now: number): boolean {
  const { retention, redrive } = queue.settings
  if (sentAt + retention <= now) {
    sqs.database.statement('DELETE FROM messages WHERE id = ?').run(id)
    return true
  }
  const target = redrive && receiveCount >= redrive.maxReceiveCount && sqs.queues.findByArn(redrive.deadLetterTargetArn)
  if (!target) return false
  sqs.database.statement(moveToDeadLetters).run(target.name, now, queue.arn, id)
  sqs.database.afterCommit(() => sqs.arrivals.announce(target.name))
  return true
}

/** The message keeps its id and its sent time, so its retention period continues. */
const moveToDeadLetters = `
  UPDATE messages SET queue = ?, visible_at = ?, dead_letter_source = ?, receive_count = 0, first_received_at = NULL,
    receipt = NULL, invoking = 0
  WHERE id = ?`

const markReceived = `
  UPDATE messages SET visible_at = ?, receipt = ?, invoking = ?, receive_count = ?, first_received_at = ? WHERE id = ?`

function receive(sqs: Sqs, queue: Queue, message: Message, now: number, take: Take): ReceivedMessage {
  const { visibilityTimeout = queue.settings.visibilityTimeout, invoking = false } = take
  const { id, firstReceivedAt = now } = message
  const receipt = randomUUID()
  const receiveCount = message.receiveCount + 1
  sqs.database
    .statement(markReceived)
    .run(now + visibilityTimeout, receipt, Number(invoking), receiveCount, firstReceivedAt, id)
  sqs.database.afterCommit(() => sqs.arrivals.expect(queue.name, now + visibilityTimeout))
  return { ...message, receiveCount, firstReceivedAt, receiptHandle: composeReceiptHandle(id, receipt) }
}
