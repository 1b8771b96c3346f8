import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { XmlDocument } from 'libxml2-wasm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AwsEndpoint, type Services, startAwsEndpoint } from '../../../src/endpoint/aws-endpoint.ts'
import { openQueues, type QueueService } from '../../../src/queues/queue-service.ts'
import { identities } from '../../operator.ts'
import { signedFetch } from '../../signing.ts'
import { queuePlan } from '../plans.ts'

/** The protocol of AWS clients from before 2023, such as the AWS CLI of Debian 12. */
let folder: string
let endpoint: AwsEndpoint
let queues: QueueService

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'sqs-query-'))
  const services: { -readonly [name in keyof Services]: Services[name] } = {}
  endpoint = await startAwsEndpoint(services, { identities })
  queues = openQueues({ folder, region: 'us-east-1', account: '000000000000' })
  services.sqs = queues.sqs
  queues.applyPlan({
    queues: [queuePlan('Work', endpoint.url, {})],
    topics: [],
    subscriptions: [],
  })
})

afterAll(async () => {
  await queues.close()
  await endpoint.close()
  rmSync(folder, { recursive: true })
})

/** Sends a form. Returns the status, and functions that read the response by XPath. */
async function ask(Action: string, fields: Record<string, string>, service = 'sqs') {
  const body = String(new URLSearchParams({ Action, Version: '2012-11-05', ...fields }))
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const response = await signedFetch(`${endpoint.url}/000000000000/Work`, { service, method: 'POST', headers, body })
  const document = XmlDocument.fromString(await response.text())
  const all = (xpath: string) =>
    document.find(xpath.replaceAll(/(\w+)(?=\/|$|\[)/g, "*[local-name()='$1']")).map((node) => node.content)
  return { status: response.status, all, one: (xpath: string) => all(xpath)[0] }
}

const QueueUrl = () => `${endpoint.url}/000000000000/Work`

test('a message is sent and received with its attributes', async () => {
  const sent = await ask('SendMessage', {
    QueueUrl: QueueUrl(),
    MessageBody: 'hé <&>',
    'MessageAttribute.1.Name': 'kind',
    'MessageAttribute.1.Value.DataType': 'String',
    'MessageAttribute.1.Value.StringValue': 'ü',
  })
  expect(sent.one('/SendMessageResponse/SendMessageResult/MessageId')).toMatch(/^[\da-f-]{36}$/)
  const received = await ask('ReceiveMessage', {
    QueueUrl: QueueUrl(),
    MaxNumberOfMessages: '10',
    'AttributeName.1': 'All',
    'MessageAttributeName.1': 'All',
  })
  const message = '/ReceiveMessageResponse/ReceiveMessageResult/Message'
  expect(received.all(`${message}/Body`)).toEqual(['hé <&>'])
  expect(received.all(`${message}/MessageAttribute/Name`)).toEqual(['kind'])
  expect(received.all(`${message}/MessageAttribute/Value/StringValue`)).toEqual(['ü'])
  expect(received.all(`${message}/Attribute/Name`)).toContain('ApproximateReceiveCount')
  const ReceiptHandle = received.one(`${message}/ReceiptHandle`) ?? ''
  expect((await ask('DeleteMessage', { QueueUrl: QueueUrl(), ReceiptHandle })).status).toBe(200)
})

test('a batch returns a result for each entry', async () => {
  const answer = await ask('SendMessageBatch', {
    QueueUrl: QueueUrl(),
    'SendMessageBatchRequestEntry.1.Id': 'one',
    'SendMessageBatchRequestEntry.1.MessageBody': 'first',
    'SendMessageBatchRequestEntry.2.Id': 'two',
    'SendMessageBatchRequestEntry.2.MessageBody': 'second',
    'SendMessageBatchRequestEntry.2.DelaySeconds': '900',
  })
  const entry = '/SendMessageBatchResponse/SendMessageBatchResult/SendMessageBatchResultEntry'
  expect(answer.all(`${entry}/Id`)).toEqual(['one', 'two'])
  expect(answer.all(`${entry}/MD5OfMessageBody`)[0]).toBe('8b04d5e3775d298e78455efc5ca404d5')
})

test('the attributes of a queue can be read and set', async () => {
  const set = { 'Attribute.1.Name': 'VisibilityTimeout', 'Attribute.1.Value': '77' }
  await ask('SetQueueAttributes', { QueueUrl: QueueUrl(), ...set })
  const names = { 'AttributeName.1': 'VisibilityTimeout', 'AttributeName.2': 'QueueArn' }
  const read = await ask('GetQueueAttributes', { QueueUrl: QueueUrl(), ...names })
  expect(read.all('/GetQueueAttributesResponse/GetQueueAttributesResult/Attribute/Value')).toEqual(
    expect.arrayContaining(['77', 'arn:aws:sqs:us-east-1:000000000000:Work']),
  )
  expect((await ask('ListQueues', {})).all('/ListQueuesResponse/ListQueuesResult/QueueUrl')).toEqual([QueueUrl()])
})

test('a failed entry of a batch has its own error', async () => {
  const answer = await ask('DeleteMessageBatch', {
    QueueUrl: QueueUrl(),
    'DeleteMessageBatchRequestEntry.1.Id': 'one',
    'DeleteMessageBatchRequestEntry.1.ReceiptHandle': 'nonsense',
  })
  const error = '/DeleteMessageBatchResponse/DeleteMessageBatchResult/BatchResultErrorEntry'
  expect([answer.status, answer.one(`${error}/Id`), answer.one(`${error}/SenderFault`)]).toEqual([200, 'one', 'true'])
  expect(answer.one(`${error}/Code`)).toBe('ReceiptHandleIsInvalid')
})

test.each([
  ['GetQueueUrl', { QueueName: 'Nowhere' }, 'AWS.SimpleQueueService.NonExistentQueue'],
  ['FlyToTheMoon', {}, 'InvalidAction'],
  ['ReceiveMessage', { QueueUrl: 'http://x/Work', MaxNumberOfMessages: '11' }, 'InvalidParameterValue'],
  ['SendMessage', { QueueUrl: 'http://x/Work' }, 'MissingParameter'],
  ['SendMessageBatch', { QueueUrl: 'http://x/Work' }, 'MissingParameter'],
])('%s of %o fails with %s', async (action, fields, code) => {
  const { status, one } = await ask(action, fields as Record<string, string>)
  expect(status).toBe(400)
  expect(one('/ErrorResponse/Error/Code')).toBe(code)
})

test('a request to a service that is not embedded fails with an error in the protocol of that service', async () => {
  const query = await ask('GetCallerIdentity', {}, 'sts')
  expect([query.status, query.one('/ErrorResponse/Error/Code')]).toEqual([501, 'NotImplemented'])
  const rest = await signedFetch(`${endpoint.url}/2015-03-31/functions/`, { service: 'lambda' })
  expect([rest.status, rest.headers.get('x-amzn-errortype')]).toEqual([501, 'NotImplemented'])
})
