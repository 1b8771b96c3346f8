import type { ObservedCall } from 'cdk-loopback/observation'
import { expect, test } from 'vitest'
import type { Names } from './need.ts'
import { compareWithEmulator, describeNeed, readNeeds } from './read-needs.ts'

const names: Names = {
  region: 'eu-west-1',
  account: '000000000000',
  partitionKeys: new Map([
    ['notes', 'pk'],
    ['notes/index/byReader', 'reader'],
  ]),
}

type Sent = { readonly method?: string; readonly target?: string; readonly headers?: object; readonly body?: object }

function call(service: ObservedCall['service'], sent: Sent, status = 200): ObservedCall {
  const { method = 'POST', target = '/', headers = {}, body } = sent
  const text = body instanceof URLSearchParams ? String(body) : body && JSON.stringify(body)
  const request = { method, target, headers: { ...headers }, body: text === undefined ? undefined : Buffer.from(text) }
  return { service, caller: 'Writer', operation: 'Operation', permissions: [], status, request }
}

const needsOf = (observed: ObservedCall) => readNeeds(observed, names).map(describeNeed)
const dynamo = (operation: string, body: object) =>
  needsOf(call('dynamodb', { headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` }, body }))
const s3 = (method: string, target: string, headers = {}, status = 200) =>
  needsOf(call('s3', { method, target, headers }, status))
const sqs = (operation: string, body: object) =>
  needsOf(call('sqs', { headers: { 'x-amz-target': `AmazonSQS.${operation}` }, body }))

const item = (pk: string) => ({ pk: { S: pk }, sk: { S: '1' } })
const notes = 'arn:aws:dynamodb:eu-west-1:000000000000:table/notes'
const object = 'arn:aws:s3:::texts/a b'

test('operations on items need the right of the operation, for the partition key', () => {
  expect(dynamo('GetItem', { TableName: 'notes', Key: item('note#1') })).toEqual([`dynamodb:GetItem ${notes} note#1`])
  expect(dynamo('PutItem', { TableName: 'notes', Item: item('note#1') })).toEqual([`dynamodb:PutItem ${notes} note#1`])
  const Keys = [item('note#1'), item('note#2')]
  expect(dynamo('BatchGetItem', { RequestItems: { notes: { Keys } } })).toEqual([
    `dynamodb:BatchGetItem ${notes} note#1 note#2`,
  ])
  const requests = [{ PutRequest: { Item: item('note#1') } }, { DeleteRequest: { Key: item('note#2') } }]
  expect(dynamo('BatchWriteItem', { RequestItems: { notes: requests } })).toEqual([
    `dynamodb:BatchWriteItem ${notes} note#1 note#2`,
  ])
})

test('a query needs its right on the table or the index that it names', () => {
  const query = {
    TableName: 'notes',
    KeyConditionExpression: 'pk = :pk AND sk > :after',
    ExpressionAttributeValues: { ':pk': { S: 'note#1' }, ':after': { S: '' } },
  }
  expect(dynamo('Query', query)).toEqual([`dynamodb:Query ${notes} note#1`])
  const index = {
    ...{ TableName: 'notes', IndexName: 'byReader', KeyConditionExpression: '#reader = :reader' },
    ...{ ExpressionAttributeNames: { '#reader': 'reader' }, ExpressionAttributeValues: { ':reader': { S: 'ada' } } },
  }
  expect(dynamo('Query', index)).toEqual([`dynamodb:Query ${notes}/index/byReader ada`])
})

test('a transaction needs the rights of its parts', () => {
  const parts = ['Put', 'Update', 'Delete', 'ConditionCheck'].map((kind) => ({
    [kind]: { TableName: 'notes', [kind === 'Put' ? 'Item' : 'Key']: item(kind) },
  }))
  expect(dynamo('TransactWriteItems', { TransactItems: parts })).toEqual([
    `dynamodb:PutItem ${notes} Put`,
    `dynamodb:UpdateItem ${notes} Update`,
    `dynamodb:DeleteItem ${notes} Delete`,
    `dynamodb:ConditionCheckItem ${notes} ConditionCheck`,
  ])
})

test('reading an object needs GetObject, and the right to list the bucket if the object is missing', () => {
  expect(s3('GET', '/texts/a%20b?x-id=GetObject')).toEqual([`s3:GetObject ${object}`])
  expect(s3('HEAD', '/texts/a%20b')).toEqual([`s3:GetObject ${object}`])
  expect(s3('HEAD', '/texts/a%20b', {}, 404)).toEqual([`s3:GetObject ${object}`, 's3:ListBucket arn:aws:s3:::texts'])
  expect(s3('GET', '/texts/a%20b?versionId=7')).toEqual([`s3:GetObjectVersion ${object}`])
})

test('a write that compares ETags also needs to read', () => {
  expect(s3('PUT', '/texts/a%20b', { 'if-none-match': '*' })).toEqual([`s3:PutObject ${object}`])
  expect(s3('PUT', '/texts/a%20b', { 'if-match': '"1"' })).toEqual([`s3:PutObject ${object}`, `s3:GetObject ${object}`])
  expect(s3('DELETE', '/texts/a%20b', { 'if-match': '"1"' })).toEqual([
    `s3:DeleteObject ${object}`,
    `s3:GetObject ${object}`,
  ])
  expect(s3('DELETE', '/texts/a%20b', { 'if-match': '*' })).toEqual([`s3:DeleteObject ${object}`])
})

test('a copy needs to read its source, and the source’s tags unless it replaces them', () => {
  const source = { 'x-amz-copy-source': 'originals/a%20b' }
  const read = 's3:GetObject arn:aws:s3:::originals/a b'
  expect(s3('PUT', '/texts/a%20b', { ...source, 'x-amz-tagging-directive': 'REPLACE' })).toEqual([
    read,
    `s3:PutObject ${object}`,
  ])
  expect(s3('PUT', '/texts/a%20b', source)).toContain('s3:GetObjectTagging arn:aws:s3:::originals/a b')
})

test('a listing needs ListBucket, for its prefix', () => {
  expect(s3('GET', '/texts?list-type=2&prefix=news%2F')).toEqual(['s3:ListBucket arn:aws:s3:::texts news/'])
})

test('a batch of messages needs the right of a single one', () => {
  const QueueUrl = 'http://127.0.0.1:1/000000000000/jobs'
  expect(sqs('SendMessageBatch', { QueueUrl })).toEqual(['sqs:SendMessage arn:aws:sqs:eu-west-1:000000000000:jobs'])
  expect(sqs('GetQueueUrl', { QueueName: 'jobs' })).toEqual(['sqs:GetQueueUrl arn:aws:sqs:eu-west-1:000000000000:jobs'])
})

test('each event of a request needs a right of its own', () => {
  const event = (DetailType: string) => ({ EventBusName: 'news', Source: 'desk', DetailType })
  const headers = { 'x-amz-target': 'AWSEvents.PutEvents' }
  const bus = 'events:PutEvents arn:aws:events:eu-west-1:000000000000:event-bus/news'
  expect(needsOf(call('events', { headers, body: { Entries: [event('One'), event('Two')] } }))).toEqual([
    `${bus} One desk`,
    `${bus} Two desk`,
  ])
})

test('a mail needs the right on every identity that SES may pick, for its From address', () => {
  const raw = 'From: "The News"\r\n <news@mail.example.org>\r\nSubject: x\r\n\r\nFrom: other@example.org\r\n'
  const body = new URLSearchParams({
    ...{ Action: 'SendRawEmail', ConfigurationSetName: 'set', 'Destinations.member.1': 'ada@example.net' },
    'RawMessage.Data': Buffer.from(raw).toString('base64'),
  })
  const needs = needsOf(call('ses', { body }))
  const identities = ['news@mail.example.org', 'mail.example.org', 'example.org', 'ada@example.net', 'example.net']
  const resources = [...identities.map((each) => `identity/${each}`), 'configuration-set/set']
  const arn = 'arn:aws:ses:eu-west-1:000000000000'
  expect(needs).toEqual(resources.map((each) => `ses:SendRawEmail ${arn}:${each} news@mail.example.org`))
})

test.each([
  ['GET', 'ses:GetSuppressedDestination'],
  ['DELETE', 'ses:DeleteSuppressedDestination'],
])('%s of an address on SES’s suppression list needs %s', (method, action) => {
  const target = '/v2/email/suppression/addresses/ada%40example.org'
  expect(needsOf(call('ses', { method, target }))).toEqual([`${action} *`])
})

test('an operation whose needs are not known is an error', () => {
  expect(() => dynamo('Scan', { TableName: 'notes' })).toThrow('dynamodb:Scan')
  expect(() => s3('GET', '/texts?versions')).toThrow('bucket with versions')
  expect(() => needsOf(call('sns', {}))).toThrow('sns:Operation')
})

test('a difference from what the emulator asked for is named, in either direction', () => {
  const observed = {
    ...call('s3', { method: 'PUT', target: '/texts/a', headers: { 'if-match': '"1"' } }),
    permissions: [
      { action: 's3:PutObject', resource: 'arn:aws:s3:::texts/a' },
      { action: 's3:PutObjectAcl', resource: 'arn:aws:s3:::texts/a' },
    ],
  }
  expect(compareWithEmulator(observed, readNeeds(observed, names))).toEqual([
    'the emulator does not ask for s3:GetObject arn:aws:s3:::texts/a',
    'only the emulator asks for s3:PutObjectAcl arn:aws:s3:::texts/a',
  ])
})
