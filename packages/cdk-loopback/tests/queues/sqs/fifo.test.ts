import { DeleteMessageCommand, SendMessageCommand, type SendMessageCommandInput } from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import { startQueues } from '../queue-fixture.ts'

const name = 'Work.fifo'

async function start(attributes: Record<string, string> = {}) {
  const service = await startQueues({ queues: { [name]: { FifoQueue: 'true', ...attributes } } })
  const { sqs, url } = service
  return {
    ...service,
    send: (input: Omit<SendMessageCommandInput, 'QueueUrl'>) =>
      sqs.send(new SendMessageCommand({ QueueUrl: url(name), ...input })),
    take: (limit = 10) => service.receive({ MaxNumberOfMessages: limit }, name),
    remove: (ReceiptHandle: string | undefined) =>
      sqs.send(new DeleteMessageCommand({ QueueUrl: url(name), ReceiptHandle })),
  }
}

const bodies = (messages: readonly { Body?: string | undefined }[]) => messages.map(({ Body }) => Body)

test('the messages of a group are received in order, one batch at a time; groups do not wait for each other', async () => {
  const { send, take, remove, receive } = await start({ ContentBasedDeduplication: 'true' })
  for (const MessageBody of ['a1', 'a2', 'a3']) await send({ MessageBody, MessageGroupId: 'a' })
  await send({ MessageBody: 'b1', MessageGroupId: 'b' })
  const first = await take(2)
  expect(bodies(first)).toEqual(['a1', 'a2'])
  expect(bodies(await take())).toEqual(['b1'])
  await remove(first[0]?.ReceiptHandle)
  const poll = receive({ WaitTimeSeconds: 20 }, name)
  await remove(first[1]?.ReceiptHandle)
  expect(await poll).toMatchObject([{ Body: 'a3', Attributes: { MessageGroupId: 'a' } }])
})

test('a failed message is received again before the later ones of its group', async () => {
  const { send, take, clock } = await start({ ContentBasedDeduplication: 'true', VisibilityTimeout: '30' })
  for (const MessageBody of ['1', '2']) await send({ MessageBody, MessageGroupId: 'a' })
  expect(bodies(await take(1))).toEqual(['1'])
  expect(await take()).toEqual([])
  clock.move(31_000)
  expect(bodies(await take())).toEqual(['1', '2'])
})

test('a message that is repeated within five minutes is stored once', async () => {
  const { send, take, clock } = await start()
  const message = { MessageBody: 'x', MessageGroupId: 'a', MessageDeduplicationId: 'once' }
  const first = await send(message)
  expect(first.SequenceNumber).toMatch(/^\d{20}$/)
  expect(await send({ ...message, MessageBody: 'y' })).toMatchObject({
    MessageId: first.MessageId,
    SequenceNumber: first.SequenceNumber,
  })
  clock.move(300_001)
  await send(message)
  expect(bodies(await take())).toEqual(['x', 'x'])
})

test.each([
  [{ MessageBody: 'x', MessageDeduplicationId: 'x' }, 'MissingParameter'],
  [{ MessageBody: 'x', MessageGroupId: 'x' }, 'InvalidParameterValue'],
  [{ MessageBody: 'x', MessageGroupId: 'x', MessageDeduplicationId: 'x', DelaySeconds: 1 }, 'InvalidParameterValue'],
])('%o is refused with %s', async (input, code) => {
  const { send } = await start()
  await expect(send(input)).rejects.toMatchObject({ name: code })
})
