import * as z from 'zod'
import type { AwsRequest } from '../../endpoint/aws-service.ts'
import { type ReceivedMessage, systemAttributes } from '../message.ts'
import { md5OfAttributes, selectAttributes } from '../message-attributes.ts'
import type { Queue } from '../queue-list.ts'
import { type Take, takeMessages } from '../take-messages.ts'
import { watchHangUp } from './hang-up.ts'
import { defineQueueOperation, whole } from './operation.ts'
import type { Sqs } from './sqs.ts'

const names = z.array(z.string()).default([])

const shape = {
  AttributeNames: names,
  MessageSystemAttributeNames: names,
  MessageAttributeNames: names,
  MaxNumberOfMessages: whole(1, 10, 'Must be between 1 and 10, if provided.'),
  VisibilityTimeout: whole(0, 43_200, 'Must be between 0 and 43200, if provided.'),
  WaitTimeSeconds: whole(0, 20, 'Must be >= 0 and <= 20, if provided.'),
  /** Meant to make a receive repeatable. Ignored here: the messages wait for their visibility timeout. */
  ReceiveRequestAttemptId: z.string().optional(),
}
type Input = z.output<z.ZodObject<typeof shape>>

export const receiveMessage = defineQueueOperation('ReceiveMessage', shape, async (sqs, queue, input, request) => {
  const { MaxNumberOfMessages: limit = 1, VisibilityTimeout: seconds, WaitTimeSeconds: wait } = input
  const take = { limit, visibilityTimeout: seconds === undefined ? undefined : seconds * 1000 }
  const milliseconds = wait === undefined ? queue.settings.wait : wait * 1000
  const messages = await receive(sqs, queue, take, milliseconds, request)
  return messages.length === 0 ? {} : { Messages: messages.map((message) => render(message, queue, input)) }
})

/** Returns nothing if the client has hung up. Otherwise a message would be invisible although no client has it. */
async function receive(sqs: Sqs, queue: Queue, take: Take, wait: number, request: AwsRequest) {
  const { arrivals } = sqs
  const client = watchHangUp(request)
  const end = performance.now() + wait
  try {
    while (!client.signal.aborted && !arrivals.closed) {
      const messages = takeMessages(sqs, queue, take)
      const left = end - performance.now()
      if (messages.length > 0 || left <= 0) return messages
      await arrivals.wait(queue.name, left, client.signal)
      await noticeHangUps()
    }
    return []
  } finally {
    client.stop()
  }
}

/** Lets the event loop process its sockets once, because a client may have hung up while its poll waited. */
async function noticeHangUps(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve))
}

function render(message: ReceivedMessage, queue: Queue, input: Input): object {
  const { MessageAttributeNames, MessageSystemAttributeNames, AttributeNames } = input
  const names = [...MessageSystemAttributeNames, ...AttributeNames]
  const system = Object.entries(systemAttributes(message, queue))
  const selected = system.filter(([name]) => names.includes(name) || names.includes('All'))
  const attributes = selectAttributes(message.attributes, MessageAttributeNames)
  const attributesMd5 = md5OfAttributes(attributes)
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: message.md5,
    Body: message.body,
    ...(selected.length > 0 && { Attributes: Object.fromEntries(selected) }),
    ...(attributesMd5 && { MD5OfMessageAttributes: attributesMd5, MessageAttributes: attributes }),
  }
}
