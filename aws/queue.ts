import {
  GetQueueAttributesCommand,
  type QueueAttributeName,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'

// SQS refuses noncharacters and lone surrogates, and the embedded SQS also refuses surrogate pairs. Upload keys may
// contain all of them.
const escaped = /[\uD800-\uDFFF\uFFFE\uFFFF]/g

function toBody(message: unknown): string {
  return JSON.stringify(message).replace(escaped, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`)
}

/** A queue of one kind of message. */
export type Queue<Message> = {
  /** @param delay Seconds, at most 900. */
  add(message: Message, delay?: number): Promise<void>
  /** Adds all messages, ten at a time. After an error, some of them may have been added; add all of them again. */
  addAll(messages: readonly Message[]): Promise<void>
}

export function queue<Message>(sqs: SQSClient, url: string): Queue<Message> {
  return {
    async add(message, delay = 0) {
      await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: toBody(message), DelaySeconds: delay }))
    },
    async addAll(messages) {
      for (let start = 0; start < messages.length; start += 10) {
        const batch = messages.slice(start, start + 10)
        const { Failed = [] } = await sqs.send(
          new SendMessageBatchCommand({
            QueueUrl: url,
            Entries: batch.map((message, n) => ({ Id: String(n), MessageBody: toBody(message) })),
          }),
        )
        if (Failed.length > 0) throw new Error(`SQS refused ${Failed.length} messages: ${Failed[0]?.Code}`)
      }
    },
  }
}

/** Returns about how many messages wait in a queue to be received. */
export async function countWaiting(sqs: SQSClient, url: string): Promise<number> {
  return countMessages(sqs, url, ['ApproximateNumberOfMessages'])
}

/** Returns about how many messages are in a queue, including delayed ones and those that are being processed. */
export async function countAll(sqs: SQSClient, url: string): Promise<number> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const
  return countMessages(sqs, url, [...names, 'ApproximateNumberOfMessagesDelayed'])
}

async function countMessages(sqs: SQSClient, url: string, names: QueueAttributeName[]): Promise<number> {
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: names }))
  return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0)
}
