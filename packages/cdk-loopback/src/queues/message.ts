import type { SQLOutputValue } from 'node:sqlite'
import type { MessageAttributes } from './message-attributes.ts'
import { accountOf, type Queue } from './queue-list.ts'

/** A stored message. Times are in milliseconds since 1970. */
export type Message = {
  /** Grows with each message, across all queues. */
  readonly id: number
  readonly messageId: string
  readonly sentAt: number
  readonly receiveCount: number
  readonly firstReceivedAt: number | undefined
  readonly groupId: string | undefined
  readonly deduplicationId: string | undefined
  /** ARN of the queue in which the message failed. */
  readonly deadLetterSource: string | undefined
  readonly attributes: MessageAttributes
  /** MD5 of the body. */
  readonly md5: string
  readonly body: string
}

/** A message that was received. The receiver refers to it by its receipt handle. */
export type ReceivedMessage = Message & { readonly receiptHandle: string }

export function readMessage(row: Record<string, SQLOutputValue>): Message {
  return {
    id: Number(row.id),
    messageId: String(row.message_id),
    sentAt: Number(row.sent_at),
    receiveCount: Number(row.receive_count),
    firstReceivedAt: row.first_received_at === null ? undefined : Number(row.first_received_at),
    groupId: row.group_id === null ? undefined : String(row.group_id),
    deduplicationId: row.deduplication_id === null ? undefined : String(row.deduplication_id),
    deadLetterSource: row.dead_letter_source === null ? undefined : String(row.dead_letter_source),
    attributes: row.attributes === '{}' ? {} : JSON.parse(String(row.attributes)),
    md5: String(row.md5),
    body: String(row.body),
  }
}

/** Returns the attributes that SQS adds to a message, with the names that ReceiveMessage and Lambda use. */
export function systemAttributes(message: Message, queue: Queue) {
  const { groupId, deduplicationId, deadLetterSource } = message
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: accountOf(queue),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(groupId !== undefined && { MessageGroupId: groupId }),
    ...(deduplicationId !== undefined && { MessageDeduplicationId: deduplicationId }),
    ...(queue.settings.fifo && { SequenceNumber: sequenceNumber(message.id) }),
    ...(deadLetterSource !== undefined && { DeadLetterQueueSourceArn: deadLetterSource }),
  }
}

/** Returns a sequence number in SQS's form, with 20 digits. */
export function sequenceNumber(id: number): string {
  return String(id).padStart(20, '0')
}
