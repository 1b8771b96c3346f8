import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { queuePlan } from '../plans.ts'
import { startQueues } from '../queue-fixture.ts'

const redrive = (name: string) => ({
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queuePlan(name, '').arn, maxReceiveCount: '3' }),
})
const queues = { A: redrive('Dead'), B: redrive('Dead'), C: {}, Dead: {} }

test('queues can be listed in pages, by prefix, and by their dead-letter queue', async () => {
  const { sqs, url } = await startQueues({ queues })
  const { QueueUrls, NextToken } = await sqs.send(new ListQueuesCommand({ MaxResults: 3 }))
  expect(QueueUrls).toEqual([url('A'), url('B'), url('C')])
  expect((await sqs.send(new ListQueuesCommand({ MaxResults: 3, NextToken }))).QueueUrls).toEqual([url('Dead')])
  expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'De' }))).QueueUrls).toEqual([url('Dead')])
  const sources = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: url('Dead') }))
  expect(sources.queueUrls).toEqual([url('A'), url('B')])
})

test('attributes can be set, removed with an empty text, and read by name', async () => {
  const { sqs, url } = await startQueues({ queues })
  const read = async (...AttributeNames: ('All' | 'RedrivePolicy' | 'VisibilityTimeout')[]) => {
    return (await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url('A'), AttributeNames }))).Attributes
  }
  const set = (Attributes: Record<string, string>) =>
    sqs.send(new SetQueueAttributesCommand({ QueueUrl: url('A'), Attributes }))
  await set({ VisibilityTimeout: '77' })
  expect(await read('RedrivePolicy', 'VisibilityTimeout')).toEqual({ ...redrive('Dead'), VisibilityTimeout: '77' })
  await set({ RedrivePolicy: '' })
  expect(await read('RedrivePolicy')).toBeUndefined()
  expect(await read('All')).toMatchObject({ MaximumMessageSize: '1048576', MessageRetentionPeriod: '345600' })
})

test.each([
  [{ VisibilityTimeout: '43201' }, 'InvalidAttributeValue'],
  [{ DelaySeconds: 'soon' }, 'InvalidAttributeValue'],
  [{ RedrivePolicy: '{}' }, 'InvalidAttributeValue'],
  [{ Policy: '{}' }, 'InvalidAttributeName'],
  [{ FifoQueue: 'true' }, 'InvalidAttributeName'],
])('the attributes %o are refused with %s', async (Attributes, name) => {
  const { sqs, url } = await startQueues()
  const answer = sqs.send(new SetQueueAttributesCommand({ QueueUrl: url(), Attributes }))
  await expect(answer).rejects.toMatchObject({ name })
})

test('an action that the embedded SQS does not have is refused', async () => {
  const { sqs } = await startQueues()
  await expect(sqs.send(new CreateQueueCommand({ QueueName: 'x' }))).rejects.toMatchObject({ name: 'InvalidAction' })
})

test('the queues of another account do not exist', async () => {
  const { sqs, url } = await startQueues({ queues })
  const QueueUrl = url('A').replace('000000000000', '111111111111')
  const elsewhere = [
    sqs.send(new GetQueueAttributesCommand({ QueueUrl })),
    sqs.send(new GetQueueAttributesCommand({ QueueUrl: 'A' })),
    sqs.send(new GetQueueUrlCommand({ QueueName: 'A', QueueOwnerAWSAccountId: '111111111111' })),
  ]
  for (const request of elsewhere) await expect(request).rejects.toMatchObject({ name: 'QueueDoesNotExist' })
})
