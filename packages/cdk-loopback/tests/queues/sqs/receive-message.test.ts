import { connect } from 'node:net'
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs'
import { expect, test } from 'vitest'
import type { Interceptor } from '../../../src/endpoint/aws-endpoint.ts'
import { signHeaders } from '../../signing.ts'
import { queuePlan } from '../plans.ts'
import { startQueues } from '../queue-fixture.ts'

const { arn } = queuePlan('Work', '')

test('a long poll returns as soon as a message arrives', async () => {
  const { queues, receive } = await startQueues()
  const one = { WaitTimeSeconds: 20, MaxNumberOfMessages: 1 }
  const polls = [receive(one), receive(one)]
  queues.send(arn, 'first')
  queues.send(arn, 'second')
  const received = (await Promise.all(polls)).flat()
  expect(received.map(({ Body }) => Body).sort()).toEqual(['first', 'second'])
})

test('a long poll returns nothing when its time is over or the service closes', async () => {
  const { receive, stop, queues } = await startQueues({ queues: { Work: { ReceiveMessageWaitTimeSeconds: '1' } } })
  expect(await receive()).toEqual([])
  const record = queues.consumer(arn).arrival()
  const poll = receive({ WaitTimeSeconds: 20 })
  await stop()
  await expect(poll).rejects.toThrow()
  await record
})

test('a long poll returns a message when its delay or visibility timeout ends, without a moved clock', async () => {
  const { queues, receive } = await startQueues({ queues: { Work: { DelaySeconds: '1', VisibilityTimeout: '1' } } })
  const poll = receive({ WaitTimeSeconds: 20 })
  queues.send(arn, 'late')
  expect(await poll).toMatchObject([{ Body: 'late' }])
  expect(await receive({ WaitTimeSeconds: 20 })).toMatchObject([
    { Body: 'late', Attributes: { ApproximateReceiveCount: '2' } },
  ])
})

test.each(['resetAndDestroy', 'destroy'] as const)(
  'a long poll that is aborted by %s receives nothing',
  async (abort) => {
    const { queues, endpoint, receive } = await startQueues()
    const body = JSON.stringify({ QueueUrl: `${endpoint}/000000000000/Work`, WaitTimeSeconds: 20 })
    const action = { 'x-amz-target': 'AmazonSQS.ReceiveMessage' }
    const signed = await signHeaders(endpoint, { service: 'sqs', method: 'POST', headers: action, body })
    const lines = Object.entries({ host: new URL(endpoint).host, ...signed }).map((header) => header.join(': '))
    for (let round = 0; round < 5; round++) {
      const socket = connect(Number(new URL(endpoint).port), '127.0.0.1')
      socket.write(`POST / HTTP/1.1\r\n${lines.join('\r\n')}\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
      await new Promise((resolve) => socket.once('connect', resolve))
      await receive() // after this round trip, the poll is waiting
      socket[abort]()
      await new Promise((resolve) => socket.once('close', resolve))
    }
    queues.send(arn, 'not swallowed')
    const received = await receive({ WaitTimeSeconds: 5 })
    expect(received).toMatchObject([{ Body: 'not swallowed', Attributes: { ApproximateReceiveCount: '1' } }])
  },
)

test('many receivers never get the same message', async () => {
  const { queues, receive, sqs, url } = await startQueues()
  const bodies = Array.from({ length: 200 }, (_, index) => String(index))
  for (const body of bodies.slice(0, 100)) queues.send(arn, body)
  const received: string[] = []
  const drain = async () => {
    while (received.length < bodies.length) {
      for (const { Body = '', ReceiptHandle } of await receive({ WaitTimeSeconds: 1 })) {
        received.push(Body)
        await sqs.send(new DeleteMessageCommand({ QueueUrl: url(), ReceiptHandle }))
      }
    }
  }
  const receivers = [drain(), drain(), drain(), drain()]
  for (const body of bodies.slice(100)) queues.send(arn, body)
  await Promise.all(receivers)
  expect(received.map(Number).sort((a, b) => a - b)).toEqual(bodies.map(Number))
})

test('the MD5s of sent and received messages pass the SDK’s verification', async () => {
  const corrupt = new Set<string>()
  const interceptor: Interceptor = async ({ call }, next) => {
    const response = await next()
    if (!corrupt.has(call.operation)) return response
    return { ...response, body: String(response.body).replace(/("MD5Of(?:Message)?Body":")./g, '$1_') }
  }
  const { sqs, url, receive } = await startQueues({ interceptor, queues: { Work: { VisibilityTimeout: '0' } } })
  const MessageBody = 'Grüße, 世界 🗞️ <&>'
  const send = new SendMessageCommand({ QueueUrl: url(), MessageBody })
  const batch = new SendMessageBatchCommand({ QueueUrl: url(), Entries: [{ Id: 'a', MessageBody }] })
  await sqs.send(send)
  expect((await sqs.send(batch)).Successful).toHaveLength(1)
  expect(await receive()).toMatchObject([{ Body: MessageBody }, { Body: MessageBody }])
  for (const name of ['SendMessage', 'SendMessageBatch', 'ReceiveMessage']) corrupt.add(name)
  await expect(sqs.send(send)).rejects.toThrow(/checksum/i)
  await expect(sqs.send(batch)).rejects.toThrow(/checksum/i)
  await expect(receive()).rejects.toThrow(/checksum/i)
})

test('a receive returns only the requested attributes', async () => {
  const { sqs, url, receive } = await startQueues({ queues: { Work: { VisibilityTimeout: '0' } } })
  const text = (StringValue: string) => ({ DataType: 'String', StringValue })
  const MessageAttributes = { 'trace.id': text('1'), 'trace.span': text('2'), kind: text('3') }
  await sqs.send(new SendMessageCommand({ QueueUrl: url(), MessageBody: 'x', MessageAttributes }))
  const names = async (MessageAttributeNames: string[]) => {
    const [message] = await receive({ MessageAttributeNames, MessageSystemAttributeNames: ['SentTimestamp'] })
    expect(Object.keys(message?.Attributes ?? {})).toEqual(['SentTimestamp'])
    return Object.keys(message?.MessageAttributes ?? {})
  }
  expect(await names(['trace.*'])).toEqual(['trace.id', 'trace.span'])
  expect(await names(['kind', 'other'])).toEqual(['kind'])
  expect(await names(['All'])).toHaveLength(3)
  expect(await names([])).toEqual([])
})

test.each([
  [
    { MaxNumberOfMessages: 11 },
    'Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.',
  ],
  [
    { WaitTimeSeconds: 21 },
    'Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.',
  ],
  [{ VisibilityTimeout: -1 }, 'Value -1 for parameter VisibilityTimeout is invalid.'],
])('a receive with %o is refused', async (options, message) => {
  const { sqs, url } = await startQueues()
  const answer = sqs.send(new ReceiveMessageCommand({ QueueUrl: url(), ...options }))
  await expect(answer).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message: expect.stringContaining(message),
  })
})
