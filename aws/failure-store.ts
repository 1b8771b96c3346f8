import type { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import { type Failure, type Retry, readFailure } from '../core/read-failure.ts'
import { commandBus } from './event-bus.ts'
import { countAll } from './queue.ts'

/** Seconds during which received messages stay hidden, in case this process ends before it makes them visible again. */
const hiddenFor = 300

export type FailurePlaces = {
  /** URL of the dead-letter queue. */
  readonly failuresUrl: string
  readonly bus: string
  /** By failure source: the URL of the queue, or the name of the Lambda. */
  readonly sources: Readonly<Record<string, string>>
}

/** Opens the dead-letter queue, which holds the messages that failed repeatedly. */
export function failureStore(sqs: SQSClient, events: EventBridgeClient, { failuresUrl, bus, sources }: FailurePlaces) {
  const resources = Object.fromEntries(
    Object.entries(sources).map(([source, place]) => [source, place.slice(place.lastIndexOf('/') + 1)]),
  )

  /** Receives all messages, hands each over, and makes those that are left visible again. */
  async function visit(use: (failure: Failure) => Promise<'remove' | 'keep'>): Promise<void> {
    const kept: Message[] = []
    try {
      for (let messages = await receive(); messages.length > 0; messages = await receive()) {
        for (const message of messages) {
          kept.push(message)
          if ((await use(read(message))) === 'keep') continue
          await sqs.send(new DeleteMessageCommand({ QueueUrl: failuresUrl, ReceiptHandle: message.ReceiptHandle }))
          kept.pop()
        }
      }
    } finally {
      for (let start = 0; start < kept.length; start += 10) await release(kept.slice(start, start + 10))
    }
  }

  async function receive(): Promise<readonly Message[]> {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: failuresUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: hiddenFor,
        WaitTimeSeconds: 1, // asks all servers of SQS, so that an empty answer means that the queue is empty
        MessageSystemAttributeNames: ['DeadLetterQueueSourceArn', 'SentTimestamp'],
        MessageAttributeNames: ['All'],
      }),
    )
    return Messages
  }

  function read({ Body = '', Attributes, MessageAttributes = {} }: Message): Failure {
    const attributes = Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, StringValue])
    const letter = {
      body: Body,
      attributes: Object.fromEntries(attributes),
      queueArn: Attributes?.DeadLetterQueueSourceArn,
      sentAt: Attributes?.SentTimestamp,
    }
    return readFailure(letter, resources)
  }

  async function release(messages: readonly Message[]): Promise<void> {
    const Entries = messages.map(({ ReceiptHandle }, n) => ({ Id: String(n), ReceiptHandle, VisibilityTimeout: 0 }))
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: failuresUrl, Entries }))
  }

  async function carryOut(retry: Retry, source: string): Promise<void> {
    if (retry.kind === 'send') {
      const { body, attributes = {} } = retry
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      )
      await sqs.send(new SendMessageCommand({ QueueUrl: sources[source], MessageBody: body, MessageAttributes }))
    }
    if (retry.kind === 'command') await commandBus<object>(events, bus, retry.lambda).add(retry.message)
  }

  return {
    /** Names of the sources of this stack. */
    sources: Object.keys(sources),

    /** Counts the failed messages, including those that `list` or `redrive` hides meanwhile. */
    count: (): Promise<number> => countAll(sqs, failuresUrl),

    /** Lists the failed messages, which are hidden meanwhile. */
    async list(): Promise<readonly Failure[]> {
      const failures: Failure[] = []
      await visit(async (failure) => {
        failures.push(failure)
        return 'keep'
      })
      return failures
    },

    /**
     * Retries failed messages, of one source or of all. Returns those that were removed. Each is sent before it is deleted, so
     * a message may arrive twice but is never lost. One that is still unreadable comes back at once, and is left.
     */
    async redrive(only?: string): Promise<readonly Failure[]> {
      const removed: Failure[] = []
      const sent = new Set<string>()
      await visit(async (failure) => {
        const { source, retry } = failure
        if (source === undefined || retry === undefined || (only !== undefined && only !== source)) return 'keep'
        const text = JSON.stringify(retry)
        if (failure.isUnreadable && sent.has(text)) return 'keep'
        sent.add(text)
        await carryOut(retry, source)
        removed.push(failure)
        return 'remove'
      })
      return removed
    },
  }
}
