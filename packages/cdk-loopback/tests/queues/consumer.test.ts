import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { createClock } from '../../src/clock.ts'
import { queuePlan } from './plans.ts'
import { startQueues } from './queue-fixture.ts'

const { arn } = queuePlan('Work', '')

test("a record has Lambda's form", async () => {
  const { queues } = await startQueues()
  queues.send(arn, 'a')
  expect(queues.consumer(arn).receive(10)).toEqual([
    {
      messageId: expect.any(String),
      receiptHandle: expect.any(String),
      body: 'a',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: '000000000000',
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
      },
      messageAttributes: {},
      md5OfBody: '0cc175b9c0f1b6a831c399e269772661',
      eventSource: 'aws:sqs',
      eventSourceARN: arn,
      awsRegion: 'us-east-1',
    },
  ])
})

test('a record has the attributes of its message', async () => {
  const { queues, sqs, url } = await startQueues()
  const MessageAttributes = {
    n: { DataType: 'Number', StringValue: '1' },
    b: { DataType: 'Binary', BinaryValue: Buffer.from('x') },
  }
  const sent = await sqs.send(new SendMessageCommand({ QueueUrl: url(), MessageBody: 'x', MessageAttributes }))
  const lists = { stringListValues: [], binaryListValues: [] }
  expect(queues.consumer(arn).receive(10)).toMatchObject([
    {
      messageAttributes: {
        n: { dataType: 'Number', stringValue: '1', ...lists },
        b: { dataType: 'Binary', binaryValue: 'eA==', ...lists },
      },
      md5OfMessageAttributes: sent.MD5OfMessageAttributes,
    },
  ])
})

test('a message that becomes visible just before somebody waits for it wakes them', async () => {
  let time = Date.parse('2030-01-01T00:00:00Z')
  const { queues } = await startQueues({
    clock: createClock(() => new Date(time)),
    queues: { Work: { DelaySeconds: '1' } },
  })
  const consumer = queues.consumer(arn)
  queues.send(arn, 'delayed')
  expect(consumer.receive(10)).toEqual([])
  time += 1_000
  await consumer.arrival()
  expect(consumer.receive(10)).toMatchObject([{ body: 'delayed' }])
})

test('a moved clock ends delays and visibility timeouts, except for messages that a function handles', async () => {
  const attributes = { VisibilityTimeout: '600', DelaySeconds: '600' }
  const { queues, clock } = await startQueues({ queues: { Work: attributes } })
  const consumer = queues.consumer(arn)
  queues.send(arn, 'delayed')
  expect(consumer.receive(10)).toEqual([])
  expect(queues.hasWork(arn, 2_000)).toBe(false)
  clock.move(601_000)
  expect(queues.hasWork(arn, 2_000)).toBe(true)
  const records = consumer.receive(10)
  expect(records).toMatchObject([{ body: 'delayed' }])
  clock.move(601_000)
  expect(consumer.receive(10)).toEqual([])
  consumer.finish(records, new Set(records.map(({ messageId }) => messageId)))
  expect(consumer.receive(10)).toEqual([])
  clock.move(601_000)
  expect(consumer.receive(10)).toMatchObject([{ body: 'delayed', attributes: { ApproximateReceiveCount: '2' } }])
})

test('messages in flight when the stack ended are visible when it starts, and that receive does not count', async () => {
  const first = await startQueues()
  first.queues.send(arn, 'interrupted')
  expect(first.queues.consumer(arn).receive(10)).toHaveLength(1)
  await first.stop()
  const second = await startQueues({ folder: first.folder })
  expect(second.queues.consumer(arn).receive(10)).toMatchObject([
    { body: 'interrupted', attributes: { ApproximateReceiveCount: '1' } },
  ])
})
