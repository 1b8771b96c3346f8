import type { SQSRecord } from 'aws-lambda'
import { type ReceivedMessage, systemAttributes } from './message.ts'
import { md5OfAttributes } from './message-attributes.ts'
import type { Queue } from './queue-list.ts'
import { deleteMessage, endInvocation, markInvoking, undoReceipt } from './sqs/settle-message.ts'
import type { Sqs } from './sqs/sqs.ts'
import { takeMessages } from './take-messages.ts'

/** Takes messages out of one queue without going through HTTP. */
export type Consumer = {
  /** Receives the visible messages, up to a limit, as Lambda records. Hides them for the queue's visibility timeout. */
  receive(limit: number): SQSRecord[]
  /** Resolves when there may be messages, or when `wake` is called. */
  arrival(): Promise<void>
  wake(): void
  /** Marks that no function handles the messages for now. They stay hidden until their visibility timeout is over. */
  suspend(records: readonly SQSRecord[]): void
  /** Marks that a function handles the messages again. Returns false if one of them is visible already. */
  resume(records: readonly SQSRecord[]): boolean
  /** Deletes the messages that succeeded. The others become visible again when their visibility timeout is over. */
  finish(records: readonly SQSRecord[], failedIds: ReadonlySet<string>): void
  /** Like `finish`, but the messages that failed are visible immediately, as if they had not been received. */
  putBack(records: readonly SQSRecord[], failedIds: ReadonlySet<string>): void
}

export function consume(sqs: Sqs, findQueue: () => Queue): Consumer {
  const { name } = findQueue()
  const settle = (records: readonly SQSRecord[], failedIds: ReadonlySet<string>, endFailed: typeof endInvocation) =>
    sqs.database.transaction(() => {
      for (const { messageId, receiptHandle } of records) {
        if (failedIds.has(messageId)) endFailed(sqs, receiptHandle)
        else deleteMessage(sqs, findQueue(), receiptHandle)
      }
    })
  return {
    receive: (limit) => {
      const queue = findQueue()
      return takeMessages(sqs, queue, { limit, invoking: true }).map((message) => toRecord(message, queue))
    },
    arrival: () => sqs.arrivals.wait(name, Number.POSITIVE_INFINITY),
    wake: () => sqs.arrivals.announce(name),
    suspend: (records) => void mark(sqs, records, false),
    resume: (records) => mark(sqs, records, true),
    finish: (records, failedIds) => settle(records, failedIds, endInvocation),
    putBack: (records, failedIds) => {
      settle(records, failedIds, undoReceipt)
      sqs.arrivals.announce(name)
    },
  }
}

/** Returns whether all of the messages are still hidden. */
function mark(sqs: Sqs, records: readonly SQSRecord[], invoking: boolean): boolean {
  return sqs.database.transaction(() => {
    const marked = records.map(({ receiptHandle }) => markInvoking(sqs, receiptHandle, invoking))
    return marked.every(Boolean)
  })
}

function toRecord(message: ReceivedMessage, queue: Queue): SQSRecord {
  const attributes = Object.entries(message.attributes)
  const attributesMd5 = md5OfAttributes(message.attributes)
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: systemAttributes(message, queue),
    messageAttributes: Object.fromEntries(
      attributes.map(([name, { DataType, StringValue, BinaryValue }]) => [
        name,
        {
          ...(StringValue !== undefined && { stringValue: StringValue }),
          ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
          stringListValues: [],
          binaryListValues: [],
          dataType: DataType,
        },
      ]),
    ),
    md5OfBody: message.md5,
    ...(attributesMd5 && { md5OfMessageAttributes: attributesMd5 }),
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: queue.arn.split(':')[3] ?? '',
  }
}
