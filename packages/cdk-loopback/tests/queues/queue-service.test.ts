import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type AwsEndpoint,
  type Interceptor,
  type ServiceName,
  startAwsEndpoint,
} from '../../src/endpoint/aws-endpoint.ts'
import { type AwsCall, AwsError, type AwsService } from '../../src/endpoint/aws-service.ts'
import { openQueues, type QueueService } from '../../src/queues/queue-service.ts'
import { queuePlan, topicArn } from './plans.ts'

let folder: string
let endpoint: AwsEndpoint
let queues: QueueService
let sqs: SQSClient
let sns: SNSClient
let calls: { service: string; call: AwsCall }[]
let interceptor: Interceptor

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'queue-service-'))
  calls = []
  interceptor = (_context, next) => next()
  await start()
})

afterEach(async () => {
  await stop()
  rmSync(folder, { recursive: true })
})

async function start(): Promise<void> {
  const services: Partial<Record<ServiceName, AwsService>> = {}
  endpoint = await startAwsEndpoint(services, {
    interceptor: (context, next) => {
      calls.push({ service: context.service, call: context.call })
      return interceptor(context, next)
    },
  })
  queues = await openQueues({ folder, region: 'us-east-1', account: '000000000000', awsUrl: endpoint.url })
  Object.assign(services, { sqs: queues.sqs, sns: queues.sns })
  const settings = {
    endpoint: endpoint.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'x' },
    maxAttempts: 1,
  }
  sqs = new SQSClient(settings)
  sns = new SNSClient(settings)
}

async function stop(): Promise<void> {
  sqs.destroy()
  sns.destroy()
  await queues.close()
  await endpoint.close()
}

function plan(attributes: Record<string, string> = {}) {
  const work = queuePlan('Work', endpoint.url, attributes)
  const topic = { logicalId: 'Topic', name: 'Topic', arn: topicArn }
  const subscription = { topicArn, queueArn: work.arn, raw: true, filterPolicy: undefined }
  return { region: 'us-east-1', queues: [work], topics: [topic], subscriptions: [subscription] }
}

const workUrl = () => `${endpoint.url}/000000000000/Work`
const receive = (options = {}) => sqs.send(new ReceiveMessageCommand({ QueueUrl: workUrl(), ...options }))

test('a message goes through the endpoint and back, with its attributes', async () => {
  queues.applyPlan(plan())
  const MessageAttributes = { kind: { DataType: 'String', StringValue: 'ü' } }
  await sqs.send(new SendMessageCommand({ QueueUrl: workUrl(), MessageBody: 'hé', MessageAttributes }))
  const { Messages } = await receive({ MessageAttributeNames: ['All'] })
  expect(Messages).toMatchObject([{ Body: 'hé', MessageAttributes }])
})

test('queue URLs are those of the one endpoint, also after a restart at another port', async () => {
  queues.applyPlan(plan())
  await stop()
  await start()
  queues.applyPlan(plan())
  expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'Work' }))).QueueUrl).toBe(workUrl())
  expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toEqual([workUrl()])
})

test('attributes and subscriptions that changed since the last run are applied, messages stay', async () => {
  queues.applyPlan(plan({ VisibilityTimeout: '7', DelaySeconds: '0' }))
  queues.send(queuePlan('Work', '').arn, 'kept')
  await stop()
  await start()
  const changed = plan({ ReceiveMessageWaitTimeSeconds: '3' })
  queues.applyPlan({ ...changed, subscriptions: [] })
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: workUrl(), AttributeNames: ['All'] }))
  expect(Attributes).toMatchObject({
    VisibilityTimeout: '30',
    ReceiveMessageWaitTimeSeconds: '3',
    ApproximateNumberOfMessages: '1',
  })
  await queues.publish(topicArn, 'unheard', 'x')
  expect((await receive({ MaxNumberOfMessages: 10 })).Messages?.map(({ Body }) => Body)).toEqual(['kept'])
})

test('a topic reaches its queue, from outside and from within', async () => {
  queues.applyPlan(plan())
  await sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'from <outside> & back' }))
  await queues.publish(topicArn, 'from within', 'Subject')
  const { Messages } = await receive({ MaxNumberOfMessages: 10 })
  expect(Messages?.map(({ Body }) => Body)).toEqual(['from <outside> & back', 'from within'])
  await expect(queues.publish(`${topicArn}x`, 'x', 'x')).rejects.toThrow('NotFound')
})

test('each request says which permission it needs', async () => {
  queues.applyPlan(plan())
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: workUrl(), Entries: [{ Id: 'a', MessageBody: 'x' }] }))
  await receive()
  await sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'x' }))
  const queue = 'arn:aws:sqs:us-east-1:000000000000:Work'
  expect(calls).toEqual([
    {
      service: 'sqs',
      call: {
        operation: 'SendMessageBatch',
        resource: 'Work',
        permissions: [{ action: 'sqs:SendMessage', resource: queue }],
      },
    },
    {
      service: 'sqs',
      call: {
        operation: 'ReceiveMessage',
        resource: 'Work',
        permissions: [{ action: 'sqs:ReceiveMessage', resource: queue }],
      },
    },
    {
      service: 'sns',
      call: { operation: 'Publish', resource: 'Topic', permissions: [{ action: 'sns:Publish', resource: topicArn }] },
    },
  ])
})

test("errors have the names that AWS's SDK knows", async () => {
  queues.applyPlan(plan())
  const nowhere = new SendMessageCommand({ QueueUrl: `${workUrl()}x`, MessageBody: 'x' })
  await expect(sqs.send(nowhere)).rejects.toMatchObject({ name: 'QueueDoesNotExist' })
  await expect(sns.send(new PublishCommand({ TopicArn: `${topicArn}x`, Message: 'x' }))).rejects.toMatchObject({
    name: 'NotFoundException',
  })
  interceptor = async () => {
    throw new AwsError('AccessDenied', 403, 'User: X is not authorized <here>')
  }
  const denied = {
    name: 'AccessDenied',
    message: 'User: X is not authorized <here>',
    $metadata: { httpStatusCode: 403 },
  }
  await expect(receive()).rejects.toMatchObject(denied)
  await expect(sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'x' }))).rejects.toMatchObject(denied)
})

test.each([
  [{ 'x-amz-target': 'AmazonSQS.FlyToTheMoon' }, '{}', 'InvalidAction'],
  [{}, '{}', 'InvalidAction'],
  [{ 'x-amz-target': 'AmazonSQS.SendMessage' }, '[', 'SerializationException'],
])('a request with %o and body %s is answered %s, not with success', async (headers, body, code) => {
  const authorization = 'AWS4-HMAC-SHA256 Credential=operator/20260101/us-east-1/sqs/aws4_request'
  const response = await fetch(endpoint.url, { method: 'POST', headers: { ...headers, authorization }, body })
  expect(response.status).toBe(400)
  expect(await response.text()).toContain(code)
})

test('a visibility timeout of 0 makes a message visible at once and keeps its receive count', async () => {
  queues.applyPlan(plan())
  queues.send(queuePlan('Work', '').arn, 'again')
  const { Messages: [first] = [] } = await receive()
  await sqs.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: workUrl(),
      ReceiptHandle: first?.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  )
  const { Messages } = await receive({ MessageSystemAttributeNames: ['All'] })
  expect(Messages).toMatchObject([{ Body: 'again', Attributes: { ApproximateReceiveCount: '2' } }])
})

test('a message received by a client that has hung up is visible again at once', async () => {
  queues.applyPlan(plan())
  const body = JSON.stringify({ QueueUrl: workUrl(), WaitTimeSeconds: 20 })
  const { port } = new URL(endpoint.url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(
    `POST / HTTP/1.1\r\nhost: x\r\nauthorization: AWS4 Credential=operator/20260101/us-east-1/sqs/aws4_request\r\nx-amz-target: AmazonSQS.ReceiveMessage\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
  await expect.poll(() => calls).toHaveLength(1)
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
    socket.resetAndDestroy()
  })
  await new Promise((resolve) => setImmediate(resolve))
  queues.send(queuePlan('Work', '').arn, 'not swallowed')
  expect((await receive({ WaitTimeSeconds: 5 })).Messages).toMatchObject([{ Body: 'not swallowed' }])
})

test('a moved clock ends delays and visibility timeouts, but not of what is being worked on', async () => {
  queues.applyPlan(plan({ VisibilityTimeout: '600', DelaySeconds: '600' }))
  const { arn } = queuePlan('Work', '')
  const consumer = queues.consumer(arn)
  queues.send(arn, 'delayed')
  expect(consumer.receive(10)).toEqual([])
  expect(queues.hasWork(arn, 2_000)).toBe(false)
  queues.moveTime(601_000)
  expect(queues.hasWork(arn, 2_000)).toBe(true)
  const records = consumer.receive(10)
  expect(records).toMatchObject([{ body: 'delayed' }])
  queues.moveTime(601_000)
  expect(consumer.receive(10)).toEqual([])
  consumer.finish(records, new Set(records.map(({ messageId }) => messageId)))
  queues.moveTime(601_000)
  expect(consumer.receive(10)).toMatchObject([{ body: 'delayed', attributes: { ApproximateReceiveCount: '2' } }])
})

test('what was in flight when the stack ended is visible when it starts, and that receive does not count', async () => {
  queues.applyPlan(plan())
  const { arn } = queuePlan('Work', '')
  queues.send(arn, 'interrupted')
  expect(queues.consumer(arn).receive(10)).toHaveLength(1)
  await stop()
  await start()
  queues.applyPlan(plan())
  expect(queues.consumer(arn).receive(10)).toMatchObject([
    { body: 'interrupted', attributes: { ApproximateReceiveCount: '1' } },
  ])
})
