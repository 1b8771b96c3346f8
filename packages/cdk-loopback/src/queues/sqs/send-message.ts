import { createHash } from 'node:crypto'
import * as z from 'zod'
import { AwsError } from '../../endpoint/aws-service.ts'
import { sequenceNumber } from '../message.ts'
import { attributesSize, checkAttributes, md5OfAttributes, messageAttributes } from '../message-attributes.ts'
import { type Draft, putMessage } from '../put-message.ts'
import type { Queue } from '../queue-list.ts'
import { defineBatch } from './batch.ts'
import { defineQueueOperation, whole } from './operation.ts'
import { readInput } from './read-input.ts'
import type { Sqs } from './sqs.ts'
import { invalidParameter, invalidValue, missingParameter } from './sqs-error.ts'

const shape = {
  MessageBody: z.string(),
  DelaySeconds: whole(0, 900, 'DelaySeconds must be >= 0 and <= 900.'),
  MessageAttributes: messageAttributes.default({}),
  MessageDeduplicationId: z.string().optional(),
  MessageGroupId: z.string().optional(),
}
const message = z.strictObject(shape)
type Input = z.output<typeof message>

export const sendMessage = defineQueueOperation('SendMessage', shape, send)

export const sendMessageBatch = defineBatch('SendMessageBatch', message, send, (entries) => {
  const size = entries.reduce((sum, { MessageBody, MessageAttributes }) => {
    const attributes = messageAttributes.safeParse(MessageAttributes)
    return sum + Buffer.byteLength(String(MessageBody)) + (attributes.success ? attributesSize(attributes.data) : 0)
  }, 0)
  if (size <= mostBytes) return
  const text = `Batch requests cannot be longer than ${mostBytes} bytes. You have sent ${size} bytes.`
  throw new AwsError('BatchRequestTooLong', 400, text)
})

/** Maximum bytes of a batch. A single message has its queue's limit. */
const mostBytes = 1_048_576

function send(sqs: Sqs, queue: Queue, input: Input): object {
  checkContents(queue, input)
  const { id, messageId, md5 } = putMessage(sqs, queue, toDraft(queue, input))
  const attributesMd5 = md5OfAttributes(input.MessageAttributes)
  return {
    MessageId: messageId,
    MD5OfMessageBody: md5,
    ...(attributesMd5 && { MD5OfMessageAttributes: attributesMd5 }),
    ...(queue.settings.fifo && { SequenceNumber: sequenceNumber(id) }),
  }
}

/** Sends a message with the parameters that a request of the JSON protocol has, besides the queue. @throws {AwsError} */
export function acceptMessage(sqs: Sqs, queue: Queue, parameters: unknown): object {
  return send(sqs, queue, readInput(message, parameters))
}

function checkContents({ settings }: Queue, { MessageBody, MessageAttributes }: Input): void {
  if (MessageBody === '') throw missingParameter('MessageBody')
  checkAttributes(MessageAttributes)
  const texts = [MessageBody, ...Object.values(MessageAttributes).map(({ StringValue = '' }) => StringValue)]
  if (texts.some((text) => refusedCharacters.test(text))) {
    const allowed = '#x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF'
    throw new AwsError(
      'InvalidMessageContents',
      400,
      `Invalid characters found. Valid unicode characters are ${allowed}.`,
    )
  }
  if (Buffer.byteLength(MessageBody) + attributesSize(MessageAttributes) > settings.maximumSize) {
    const reason = `Message must be shorter than ${settings.maximumSize} bytes.`
    throw invalidParameter(`One or more parameters are invalid. Reason: ${reason}`)
  }
}

const refusedCharacters = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u

function toDraft({ settings }: Queue, input: Input): Draft {
  const { MessageBody: body, MessageAttributes: attributes, MessageGroupId: groupId } = input
  const delay = input.DelaySeconds === undefined ? undefined : input.DelaySeconds * 1000
  if (!settings.fifo) {
    if (input.MessageDeduplicationId !== undefined) {
      throw invalidValue('MessageDeduplicationId', input.MessageDeduplicationId, notForThisType)
    }
    return { body, attributes, delay, groupId }
  }
  if (groupId === undefined) throw missingParameter('MessageGroupId')
  if (delay) throw invalidValue('DelaySeconds', input.DelaySeconds, notForThisType)
  return { body, attributes, groupId, deduplicationId: deduplicationIdOf(settings, input) }
}

const notForThisType = 'The request include parameter that is not valid for this queue type.'

function deduplicationIdOf(settings: Queue['settings'], { MessageBody, MessageDeduplicationId }: Input): string {
  if (MessageDeduplicationId !== undefined) return MessageDeduplicationId
  if (settings.contentBasedDeduplication) return createHash('sha256').update(MessageBody).digest('hex')
  throw invalidParameter(
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  )
}
