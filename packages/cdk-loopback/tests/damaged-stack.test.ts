import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation'
import {
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { SESClient, SendEmailCommand } from '@aws-sdk/client-ses'
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { LocalStack } from '../src/local-stack.ts'
import { runStack } from '../src/run-stack.ts'
import { pipeline } from './pipeline.ts'

let folder: string
let stack: LocalStack | undefined
let data: string
let log: string[]

const databases = ['s3/s3', 'dynamodb/dynamodb', 'queues/queues', 'ses/ses', 'logs/logs'].map(
  (name) => `${name}.sqlite`,
)
const fileOf = (name: string) => path.join(data, name)

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'damaged-stack-'))
  data = path.join(folder, 'whole')
  log = []
  const calls = await start()
  await calls.putObject()
  await calls.putItems()
  await calls.sendMessage()
  await calls.mail()
  await stack?.idle()
  await stop()
})
beforeEach(() => {
  data = path.join(folder, 'data')
  cpSync(path.join(folder, 'whole'), data, { recursive: true })
  log = []
})
afterEach(async () => {
  await stop()
  rmSync(path.join(folder, 'data'), { recursive: true, force: true })
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Starts the stack. Each call resolves with its result, or with the status and message of its error. */
async function start() {
  const started = await runStack((urls) => pipeline(folder, urls), { data, log: (line) => void log.push(line) })
  stack = started
  const settings = { endpoint: started.aws, region: 'us-east-1', credentials: started.credentials, maxAttempts: 1 }
  const [s3, dynamo, sqs, ses] = [
    new S3Client(settings),
    new DynamoDBClient(settings),
    new SQSClient(settings),
    new SESClient(settings),
  ]
  const cloudFormation = new CloudFormationClient(settings)
  const QueueUrl = `${started.aws}/000000000000/Dead`
  const Key = { pk: { S: 'a' } }
  const text = { S: 'x'.repeat(3000) } // a page each
  const items = Array.from({ length: 25 }, (_, n) => ({ PutRequest: { Item: { pk: { S: `a${n || ''}` }, text } } }))
  const answer = (result: Promise<object>): Promise<string> =>
    result.then(
      () => 'done',
      ({ $metadata, message }) => `${$metadata.httpStatusCode} ${message}`,
    )
  return {
    getObject: () => answer(s3.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'public/a' }))),
    putObject: () => answer(s3.send(new PutObjectCommand({ Bucket: 'uploads', Key: 'public/a', Body: 'text' }))),
    getItem: () => answer(dynamo.send(new GetItemCommand({ TableName: 'table', Key }))),
    putItem: () => answer(dynamo.send(new PutItemCommand({ TableName: 'table', Item: { ...Key } }))),
    putItems: () => answer(dynamo.send(new BatchWriteItemCommand({ RequestItems: { table: items } }))),
    scan: () => answer(dynamo.send(new ScanCommand({ TableName: 'table' }))),
    countMessages: () => answer(sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))),
    sendMessage: () => answer(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'text' }))),
    describeStack: () => answer(cloudFormation.send(new DescribeStacksCommand({ StackName: 'Test' }))),
    mail: () =>
      answer(
        ses.send(
          new SendEmailCommand({
            Source: 'news@example.com',
            Destination: { ToAddresses: ['a@example.org'] },
            Message: { Subject: { Data: 'News' }, Body: { Text: { Data: 'text' } } },
          }),
        ),
      ),
  }
}

async function stop(): Promise<void> {
  await stack?.close()
  stack = undefined
}

/** Digests of the damaged database, its companions, and the files of its service. */
function fingerprint(name: string): object {
  const place = path.dirname(fileOf(name))
  const files = readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && (place !== data || entry.name.startsWith('schedules')))
    .map((entry) => path.join(entry.parentPath, entry.name))
  return files.toSorted().map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')] as const)
}

const damages: Record<string, (file: string) => void> = {
  half: (file) => truncateSync(file, statSync(file).size / 2),
  empty: (file) => truncateSync(file),
  zeros: (file) => writeFileSync(file, Buffer.alloc(statSync(file).size)),
  missing: (file) => rmSync(file),
  garbage: (file) => writeFileSync(file, readFileSync(file).fill(7, 4096 * 2)),
}

const readings = {
  's3/s3.sqlite': 'getObject',
  'dynamodb/dynamodb.sqlite': 'getItem',
  'queues/queues.sqlite': 'countMessages',
} as const
const writings = ['putObject', 'putItem', 'sendMessage', 'mail'] as const
const services = ['s3/s3.sqlite', 'dynamodb/dynamodb.sqlite', 'queues/queues.sqlite', 'ses/ses.sqlite']

test.each([
  ...databases.map((name) => [name, 'half'] as const),
  ['schedules.db', 'missing'],
  ['s3/s3.sqlite', 'missing'],
  ['ses/ses.sqlite', 'empty'],
  ['queues/queues.sqlite', 'zeros'],
  ['dynamodb/dynamodb.sqlite', 'garbage'],
] as const)('with %s damaged (%s), the rest is read, and nothing is written', async (name, kind) => {
  damages[kind]?.(fileOf(name))
  const before = fingerprint(name)
  const mails = readdirSync(fileOf('mail'))
  const calls = await start()
  const about = `The database ${fileOf(name)} is damaged: `
  expect(log).toEqual([
    expect.stringMatching(
      /Everything else can only be read until it is repaired: nothing is stored, and nothing is mailed\.$/,
    ),
  ])
  expect(log[0]).toContain(about)
  expect(stack?.storage().damaged).toEqual([
    { file: fileOf(name), text: expect.stringContaining(about), isLocked: false },
  ])

  expect(await calls.describeStack()).toBe('done') // every program finds the stack like this
  for (const [database, operation] of Object.entries(readings)) {
    const expected = database === name ? expect.stringContaining(`500 ${about}`) : 'done'
    expect([operation, await calls[operation]()]).toEqual([operation, expected])
  }
  for (const [index, operation] of writings.entries()) {
    const own = services[index] === name
    const status = own ? 500 : operation === 'mail' ? 400 : 503
    expect([operation, await calls[operation]()]).toEqual([operation, expect.stringContaining(`${status} ${about}`)])
  }
  const site = await fetch(`${stack?.site}/public/a`)
  expect([site.status, await site.text()]).toEqual(
    name.startsWith('s3') ? [503, expect.not.stringContaining(data)] : [200, 'text'],
  )
  await expect(stack?.fire('Daily')).rejects.toThrow(about)
  await stop()
  expect(fingerprint(name)).toEqual(before)
  expect(readdirSync(fileOf('mail'))).toEqual(mails)
})

test('damage that is found while the stack runs stops all writing at once; what is intact can be read', async () => {
  const name = 'dynamodb/dynamodb.sqlite'
  const file = fileOf(name)
  const content = readFileSync(file)
  const pages = Array.from({ length: content.length / 4096 }, (_, n) => content.subarray(n * 4096, (n + 1) * 4096))
  for (const page of pages.filter((each) => each.includes('xxx')).slice(8, 12)) page.fill(7) // neither the first nor the last change
  writeFileSync(file, content)
  const { size, mtimeNs } = statSync(file, { bigint: true })
  writeFileSync(fileOf('checked'), JSON.stringify({ [name]: `${size} ${mtimeNs}` })) // so the start does not read all of it
  const calls = await start()
  expect(stack?.storage().damaged).toEqual([])
  expect(await calls.putObject()).toBe('done')
  expect(await calls.scan()).toContain(`500 The database ${file} is damaged: a part of it cannot be read.`)
  expect(stack?.storage().damaged).toMatchObject([{ file }])
  expect(await calls.putObject()).toContain('503 ')
  expect(await calls.mail()).toContain('400 ')
  expect(await calls.getObject()).toBe('done')
  expect(log).toEqual([expect.stringContaining(`The database ${file} is damaged`)])
})
