import { ListSubscriptionsCommand, ListTopicsCommand, PublishCommand } from '@aws-sdk/client-sns'
import { expect, test } from 'vitest'
import { signedFetch } from '../../signing.ts'
import { queuePlan, topicArn } from '../plans.ts'
import { startQueues } from '../queue-fixture.ts'

const subscription = (name: string, raw: boolean, filterPolicy?: string) => ({
  ...{ topicArn, queueArn: queuePlan(name, '').arn, raw, filterPolicy },
})
const queues = { Raw: {}, Wrapped: {}, Filtered: {} }
const subscriptions = [
  subscription('Raw', true),
  subscription('Wrapped', false),
  subscription('Filtered', true, '{"kind": ["bounce"]}'),
]

test('a message reaches its subscribers raw, in an envelope, or not at all', async () => {
  const { sns, receive } = await startQueues({ queues, subscriptions })
  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'send' } }
  const message = { TopicArn: topicArn, Message: 'text', Subject: 'About', MessageAttributes }
  const { MessageId } = await sns.send(new PublishCommand(message))
  const [raw] = await receive({ MessageAttributeNames: ['All'] }, 'Raw')
  expect(raw).toMatchObject({ Body: 'text', MessageAttributes })
  const [wrapped] = await receive({ MessageAttributeNames: ['All'] }, 'Wrapped')
  expect(wrapped?.MessageAttributes).toBeUndefined()
  expect(JSON.parse(wrapped?.Body ?? '')).toMatchObject({
    Type: 'Notification',
    MessageId,
    TopicArn: topicArn,
    Subject: 'About',
    Message: 'text',
    Timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    MessageAttributes: { kind: { Type: 'String', Value: 'send' } },
    UnsubscribeURL: expect.stringContaining(`SubscriptionArn=${topicArn}:`),
  })
  expect(await receive({}, 'Filtered')).toEqual([])
  const bounce = { kind: { DataType: 'String', StringValue: 'bounce' } }
  await sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'two', MessageAttributes: bounce }))
  expect(await receive({}, 'Filtered')).toMatchObject([{ Body: 'two' }])
})

test('topics and subscriptions can be listed', async () => {
  const { sns } = await startQueues({ queues, subscriptions })
  expect((await sns.send(new ListTopicsCommand({}))).Topics).toEqual([{ TopicArn: topicArn }])
  const { Subscriptions } = await sns.send(new ListSubscriptionsCommand({}))
  expect(Subscriptions?.map(({ Protocol, Endpoint }) => [Protocol, Endpoint])).toEqual(
    subscriptions.map(({ queueArn }) => ['sqs', queueArn]),
  )
})

test.each([
  [{ Message: '' }, 'InvalidParameterException'],
  [{ Message: 'x'.repeat(262_145) }, 'InvalidParameterException'],
  [{ Message: 'x', MessageStructure: 'json' }, 'InvalidParameterException'],
  [{ Message: 'x', TopicArn: `${topicArn}x` }, 'NotFoundException'],
])('%o is refused with %s', async (input, name) => {
  const { sns } = await startQueues()
  await expect(sns.send(new PublishCommand({ TopicArn: topicArn, ...input }))).rejects.toMatchObject({ name })
})

test('an action that the embedded SNS does not have is refused', async () => {
  const { endpoint } = await startQueues()
  const response = await signedFetch(endpoint, { service: 'sns', method: 'POST', body: 'Action=CreateTopic&Name=x' })
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('<Code>InvalidAction</Code>')])
})

test.each(['a\nb', 'x'.repeat(101)])('a subject that mail could not have is refused %#', async (Subject) => {
  const { sns } = await startQueues({ queues, subscriptions })
  const message = { TopicArn: topicArn, Message: 'text', Subject }
  await expect(sns.send(new PublishCommand(message))).rejects.toThrow('Invalid parameter: Subject')
})
