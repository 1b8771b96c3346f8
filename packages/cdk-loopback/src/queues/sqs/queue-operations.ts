import * as z from 'zod'
import { countMessages } from '../count-messages.ts'
import { accountOf, type Queue, queueNameOf } from '../queue-list.ts'
import { defineOperation, defineQueueOperation, whole } from './operation.ts'
import { settableAttributes } from './queue-settings.ts'
import type { Sqs } from './sqs.ts'
import { invalidAttributeName, invalidValue, queueDoesNotExist } from './sqs-error.ts'

const page = {
  MaxResults: whole(1, 1000, 'MaxResults must be an integer between 1 and 1000.'),
  NextToken: z.string().optional(),
}

/** Operations that find queues, and read and set their attributes. Queues come from the stack's template only. */
export const queueOperations = [
  defineOperation('ListQueues', z.strictObject({ QueueNamePrefix: z.string().default(''), ...page }), (sqs, input) => {
    const queues = sqs.queues.all().filter(({ name }) => name.startsWith(input.QueueNamePrefix))
    return listUrls('QueueUrls', queues, input)
  }),
  defineQueueOperation('ListDeadLetterSourceQueues', page, (sqs, { arn }, input) => {
    const sources = sqs.queues.all().filter(({ settings }) => settings.redrive?.deadLetterTargetArn === arn)
    return listUrls('queueUrls', sources, input)
  }),
  defineOperation(
    'GetQueueUrl',
    z.strictObject({ QueueName: z.string(), QueueOwnerAWSAccountId: z.string().optional() }),
    (sqs, { QueueName, QueueOwnerAWSAccountId: owner }) => {
      const queue = sqs.queues.need(QueueName)
      if (owner !== undefined && owner !== accountOf(queue)) throw queueDoesNotExist()
      return { QueueUrl: queue.url }
    },
  ),
  defineQueueOperation(
    'GetQueueAttributes',
    { AttributeNames: z.array(z.string()).default([]) },
    (sqs, queue, { AttributeNames: names }) => {
      const unknown = names.find((name) => name !== 'All' && !attributeNames.includes(name))
      if (unknown !== undefined) throw invalidAttributeName(unknown)
      const present = Object.entries(readAttributes(sqs, queue))
      const selected = present.filter(([name]) => names.includes(name) || names.includes('All'))
      return selected.length === 0 ? {} : { Attributes: Object.fromEntries(selected) }
    },
  ),
  defineQueueOperation('SetQueueAttributes', { Attributes: z.record(z.string(), z.string()) }, (sqs, queue, input) => {
    if ('FifoQueue' in input.Attributes) throw invalidAttributeName('FifoQueue')
    sqs.queues.setAttributes(queue, input.Attributes)
    return {}
  }),
]

/** Lists a page of queues. The token is the name of the last queue on the previous page. */
function listUrls(
  member: 'QueueUrls' | 'queueUrls',
  queues: readonly Queue[],
  { MaxResults, NextToken = '' }: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
): object {
  if (NextToken !== '' && !queues.some(({ name }) => name === NextToken)) {
    throw invalidValue('NextToken', NextToken, 'Unable to decode the token.')
  }
  const rest = queues.filter(({ name }) => name > NextToken)
  const urls = rest.slice(0, MaxResults).map(({ url }) => url)
  const last = urls.at(-1)
  const goesOn = urls.length < rest.length && last !== undefined
  return { ...(urls.length > 0 && { [member]: urls }), ...(goesOn && { NextToken: queueNameOf(last) }) }
}

const readOnlyAttributes = [
  'QueueArn',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
]
const attributeNames = [...settableAttributes, ...readOnlyAttributes]

function readAttributes(sqs: Sqs, queue: Queue): Readonly<Record<string, string>> {
  const { visible, inFlight, delayed } = countMessages(sqs, queue)
  const seconds = (time: Date) => String(Math.floor(time.getTime() / 1000))
  return {
    ...queue.attributes,
    QueueArn: queue.arn,
    CreatedTimestamp: seconds(queue.created),
    LastModifiedTimestamp: seconds(queue.modified),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
  }
}
