import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  PurgeQueueCommand,
} from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { queuePlan } from '../plans.ts'
import { startQueues } from '../queue-fixture.ts'

const { arn } = queuePlan('Work', '')

test('a deleted message is not received again; a handle of an earlier receipt deletes nothing', async () => {
  const { queues, clock, receive, sqs, url } = await startQueues()
  queues.send(arn, 'x')
  const [first] = await receive()
  clock.move(31_000)
  const [second] = await receive()
  const remove = (ReceiptHandle: string | undefined) =>
    sqs.send(new DeleteMessageCommand({ QueueUrl: url(), ReceiptHandle }))
  await remove(first?.ReceiptHandle)
  clock.move(31_000)
  const [third] = await receive()
  expect(third?.MessageId).toBe(second?.MessageId)
  clock.move(31_000)
  await remove(third?.ReceiptHandle) // visible again, and not yet received again
  expect(await receive()).toEqual([])
  await expect(remove('nonsense')).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' })
})

test('a visibility timeout can be lengthened, shortened and ended', async () => {
  const { queues, clock, receive, sqs, url } = await startQueues()
  queues.send(arn, 'x')
  const change = (ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
    sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: url(), ReceiptHandle, VisibilityTimeout }))
  const [first] = await receive()
  await change(first?.ReceiptHandle, 3600)
  clock.move(3_599_000)
  expect(await receive()).toEqual([])
  await change(first?.ReceiptHandle, 5)
  clock.move(5_001)
  await expect(change(first?.ReceiptHandle, 60)).rejects.toMatchObject({ name: 'MessageNotInflight' })
  const [second] = await receive()
  await change(second?.ReceiptHandle, 0)
  const [third] = await receive()
  expect(third).toMatchObject({ Body: 'x', Attributes: { ApproximateReceiveCount: '3' } })
  await expect(change(first?.ReceiptHandle, 60)).rejects.toMatchObject({ name: 'InvalidParameterValue' })
  await expect(change(third?.ReceiptHandle, 43_201)).rejects.toMatchObject({ name: 'InvalidParameterValue' })
})

test('a visibility timeout of 0 wakes a long poll', async () => {
  const { queues, receive, sqs, url } = await startQueues()
  queues.send(arn, 'x')
  const [first] = await receive()
  const poll = receive({ WaitTimeSeconds: 20 })
  const change = { QueueUrl: url(), ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 }
  await sqs.send(new ChangeMessageVisibilityCommand(change))
  expect(await poll).toMatchObject([{ Body: 'x' }])
})

test('batches change and delete messages, and report the entries that failed', async () => {
  const { queues, receive, sqs, url } = await startQueues()
  for (const body of ['a', 'b', 'c']) queues.send(arn, body)
  const messages = await receive()
  const entries = messages.map(({ Body, ReceiptHandle }) => ({ Id: Body, ReceiptHandle }))
  const wrong = { Id: 'wrong', ReceiptHandle: 'nonsense' }
  const changes = [...entries.slice(0, 1), wrong].map((entry) => ({ ...entry, VisibilityTimeout: 0 }))
  const changed = await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url(), Entries: changes }))
  expect(changed.Successful).toEqual([{ Id: 'a' }])
  expect(changed.Failed).toMatchObject([{ Id: 'wrong', Code: 'ReceiptHandleIsInvalid' }])
  const Entries = [...entries.slice(1), wrong]
  const deleted = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: url(), Entries }))
  expect(deleted.Successful).toEqual([{ Id: 'b' }, { Id: 'c' }])
  expect(deleted.Failed).toHaveLength(1)
  expect((await receive()).map(({ Body }) => Body)).toEqual(['a'])
})

test('a purge also deletes messages that are in flight or delayed', async () => {
  const { queues, receive, sqs, url } = await startQueues()
  queues.send(arn, 'in flight')
  await receive()
  queues.send(arn, 'visible')
  await sqs.send(new PurgeQueueCommand({ QueueUrl: url() }))
  expect(queues.hasWork(arn, 1_000_000)).toBe(false)
})
