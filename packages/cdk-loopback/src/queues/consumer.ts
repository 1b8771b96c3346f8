import type { SQSRecord } from 'aws-lambda'
import type { Engine, Queue, ReceivedMessage, StoredMessage } from './engine.ts'

/** Takes messages out of one queue without going through HTTP. */
export type Consumer = {
  /** What is visible now, up to ten messages, as Lambda records. They stay invisible for the queue's visibility timeout. */
  receive(limit: number): SQSRecord[]
  /** Resolves when there may be messages, at the latest after 20 seconds or with `wake`. */
  arrival(): Promise<void>
  wake(): void
  /** Deletes the messages that were done; the others come back when their visibility timeout is over. */
  finish(records: readonly SQSRecord[], failedIds: ReadonlySet<string>): void
}

/** `held` gets the receipt handles that are being worked on. */
export function consume(engine: Engine, queue: Queue, held: Set<string>): Consumer {
  const region = queue.arn.split(':')[3] ?? ''
  return {
    receive: (limit) => {
      const received = queue.dequeue(limit, undefined, (arn) => engine.sqs.getQueueByArn(arn))
      for (const { ReceiptHandle } of received) held.add(ReceiptHandle)
      return received.map((message) => toRecord(message, storedOf(queue, message), queue.arn, region))
    },
    arrival: () => queue.waitForMessages(20),
    wake: () => queue.cancelWaiters(),
    finish: (records, failedIds) => {
      for (const { messageId, receiptHandle } of records) {
        held.delete(receiptHandle)
        if (!failedIds.has(messageId)) queue.deleteMessage(receiptHandle)
      }
    },
  }
}

function storedOf(queue: Queue, { ReceiptHandle }: ReceivedMessage): StoredMessage {
  const entry = queue.inflightMessages.get(ReceiptHandle)
  if (!entry) throw new Error(`Message ${ReceiptHandle} was received, but is not in flight.`)
  return entry.message
}

function toRecord(received: ReceivedMessage, stored: StoredMessage, arn: string, region: string): SQSRecord {
  return {
    messageId: received.MessageId,
    receiptHandle: received.ReceiptHandle,
    body: received.Body,
    attributes: {
      ApproximateReceiveCount: String(stored.approximateReceiveCount),
      SentTimestamp: String(stored.sentTimestamp),
      SenderId: arn.split(':')[4] ?? '',
      ApproximateFirstReceiveTimestamp: String(stored.approximateFirstReceiveTimestamp),
      ...(stored.messageGroupId && { MessageGroupId: stored.messageGroupId }),
      ...(stored.messageDeduplicationId && { MessageDeduplicationId: stored.messageDeduplicationId }),
      ...(stored.sequenceNumber && { SequenceNumber: stored.sequenceNumber }),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(stored.messageAttributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
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
    md5OfBody: received.MD5OfBody,
    ...(received.MD5OfMessageAttributes && { md5OfMessageAttributes: received.MD5OfMessageAttributes }),
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: region,
  }
}
