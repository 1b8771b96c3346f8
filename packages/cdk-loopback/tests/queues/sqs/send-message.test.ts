import {
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SendMessageCommand,
} from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { createClock } from '../../../src/clock.ts'
import { startQueues } from '../queue-fixture.ts'

test("a message becomes visible after its own delay, or else after its queue's", async () => {
  const clock = createClock()
  const { sqs, url, receive } = await startQueues({ clock, queues: { Work: { DelaySeconds: '60' } } })
  const send = (MessageBody: string, DelaySeconds?: number) =>
    sqs.send(new SendMessageCommand({ QueueUrl: url(), MessageBody, DelaySeconds }))
  await send('now', 0)
  await send('minute')
  await send('quarter', 900)
  const bodies = async () => (await receive({ VisibilityTimeout: 43_200 })).map(({ Body }) => Body)
  expect(await bodies()).toEqual(['now'])
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url(), AttributeNames: ['All'] }))
  expect(Attributes).toMatchObject({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesNotVisible: '1',
    ApproximateNumberOfMessagesDelayed: '2',
  })
  clock.move(61_000)
  expect(await bodies()).toEqual(['minute'])
  clock.move(840_000)
  expect(await bodies()).toEqual(['quarter'])
})

const attribute = (DataType: string, StringValue = 'x') => ({ MessageAttributes: { kind: { DataType, StringValue } } })

test.each([
  [{ MessageBody: '' }, 'MissingParameter'],
  [{ MessageBody: 'a\u0000b' }, 'InvalidMessageContents'],
  [{ MessageBody: '\uFFFE' }, 'InvalidMessageContents'],
  [{ MessageBody: 'x', DelaySeconds: 901 }, 'InvalidParameterValue'],
  [{ MessageBody: 'x'.repeat(2_049) }, 'InvalidParameterValue'],
  [{ MessageBody: 'x'.repeat(2_040), ...attribute('String') }, 'InvalidParameterValue'],
  [{ MessageBody: 'x', ...attribute('Text') }, 'InvalidParameterValue'],
  [{ MessageBody: 'x', ...attribute('String', '') }, 'InvalidParameterValue'],
  [{ MessageBody: 'x', ...attribute('Binary') }, 'InvalidParameterValue'],
  [{ MessageBody: 'x', MessageDeduplicationId: 'x' }, 'InvalidParameterValue'],
  [
    { MessageBody: 'x', MessageSystemAttributes: { AWSTraceHeader: attribute('String').MessageAttributes.kind } },
    'UnsupportedOperation',
  ],
])('%o is refused with %s and not stored', async (input, name) => {
  const { sqs, url, receive } = await startQueues({ queues: { Work: { MaximumMessageSize: '2048' } } })
  await expect(sqs.send(new SendMessageCommand({ QueueUrl: url(), ...input }))).rejects.toMatchObject({ name })
  expect(await receive()).toEqual([])
})

test('a body of exactly one MiB is accepted', async () => {
  const { sqs, url, receive } = await startQueues()
  const MessageBody = 'é'.repeat(524_288)
  await sqs.send(new SendMessageCommand({ QueueUrl: url(), MessageBody }))
  expect((await receive())[0]?.Body).toBe(MessageBody)
})

test('a refused entry does not affect the others of its batch', async () => {
  const { sqs, url, receive } = await startQueues()
  const Entries = [
    { Id: 'good', MessageBody: 'good' },
    { Id: 'bad', MessageBody: '\u0000' },
    { Id: 'late', MessageBody: 'late', DelaySeconds: 901 },
  ]
  const { Successful, Failed } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url(), Entries }))
  expect(Successful).toMatchObject([{ Id: 'good', MD5OfMessageBody: '755f85c2723bb39381c7379a604160d8' }])
  expect(Failed).toMatchObject([
    { Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true },
    { Id: 'late', Code: 'InvalidParameterValue', SenderFault: true },
  ])
  expect((await receive()).map(({ Body }) => Body)).toEqual(['good'])
})

const entries = (...ids: string[]): SendMessageBatchRequestEntry[] => ids.map((Id) => ({ Id, MessageBody: 'x' }))

test.each([
  ['EmptyBatchRequest', entries()],
  ['TooManyEntriesInBatchRequest', entries(...'abcdefghijk')],
  ['BatchEntryIdsNotDistinct', entries('a', 'b', 'a')],
  ['InvalidBatchEntryId', entries('a b')],
  ['BatchRequestTooLong', entries('a', 'b').map((entry) => ({ ...entry, MessageBody: 'x'.repeat(600_000) }))],
])('a batch is refused as a whole with %s', async (name, Entries) => {
  const { sqs, url, receive } = await startQueues()
  await expect(sqs.send(new SendMessageBatchCommand({ QueueUrl: url(), Entries }))).rejects.toMatchObject({ name })
  expect(await receive()).toEqual([])
})
