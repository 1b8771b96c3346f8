import { PublishCommand } from '@aws-sdk/client-sns'
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { queuePlan, topicArn } from './plans.ts'
import { startQueues } from './queue-fixture.ts'

const { arn } = queuePlan('Work', '')
const subscriptions = [{ topicArn, queueArn: arn, raw: true, filterPolicy: undefined }]

test('a message goes through the endpoint and back, with its attributes', async () => {
  const { sqs, url, receive } = await startQueues()
  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'ü' } }
  await sqs.send(new SendMessageCommand({ QueueUrl: url(), MessageBody: 'hé', MessageAttributes }))
  expect(await receive({ MessageAttributeNames: ['All'] })).toMatchObject([{ Body: 'hé', MessageAttributes }])
})

test('queue URLs have the address of the endpoint, even after a restart at another port', async () => {
  const first = await startQueues()
  await first.stop()
  const { sqs, url } = await startQueues({ folder: first.folder })
  expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'Work' }))).QueueUrl).toBe(url())
  expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toEqual([url()])
  await sqs.send(new SendMessageCommand({ QueueUrl: first.url(), MessageBody: 'to the old URL' }))
})

test('attributes and subscriptions that changed since the last run are applied, and messages stay', async () => {
  const before = { Work: { VisibilityTimeout: '7', DelaySeconds: '0' } }
  const first = await startQueues({ queues: before, subscriptions })
  first.queues.send(arn, 'kept')
  await first.stop()
  const after = { Work: { ReceiveMessageWaitTimeSeconds: '3' } }
  const { sqs, url, queues, receive } = await startQueues({ folder: first.folder, queues: after })
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url(), AttributeNames: ['All'] }))
  expect(Attributes).toMatchObject({
    VisibilityTimeout: '30',
    ReceiveMessageWaitTimeSeconds: '3',
    ApproximateNumberOfMessages: '1',
  })
  queues.publish(topicArn, 'unheard', 'x')
  expect((await receive()).map(({ Body }) => Body)).toEqual(['kept'])
})

test('a topic forwards to its queue messages published through the endpoint and by the process itself', async () => {
  const { sns, queues, receive } = await startQueues({ subscriptions })
  await sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'from <outside> & back' }))
  queues.publish(topicArn, 'from within', 'Subject')
  expect((await receive()).map(({ Body }) => Body)).toEqual(['from <outside> & back', 'from within'])
  expect(() => queues.publish(`${topicArn}x`, 'x', 'x')).toThrow('Topic does not exist')
})
