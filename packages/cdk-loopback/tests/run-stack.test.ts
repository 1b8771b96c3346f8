import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses'
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createClock } from '../src/clock.ts'
import type { LocalStack, RunOptions } from '../src/local-stack.ts'
import { runStack } from '../src/run-stack.ts'
import { pipeline } from './pipeline.ts'

let folder: string
let stack: LocalStack
let s3: S3Client
let log: string[]

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'run-stack-'))
  log = []
  await start()
})

afterEach(async () => {
  await stop()
  rmSync(folder, { recursive: true })
})

const settings = () => ({
  endpoint: stack.aws,
  region: 'us-east-1',
  credentials: stack.credentials,
  maxAttempts: 1,
})

async function start(options: Partial<RunOptions> = {}, ingestTimeout?: number): Promise<void> {
  const whole = { data: path.join(folder, 'data'), log: (line: string) => void log.push(line), ...options }
  stack = await runStack((urls) => pipeline(folder, urls, ingestTimeout), whole)
  s3 = new S3Client(settings())
}

async function stop(): Promise<void> {
  s3.destroy()
  await stack.close()
}

const upload = (key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: 'uploads', Key: key, Body }))

async function read(key: string): Promise<string | undefined> {
  const object = await s3.send(new GetObjectCommand({ Bucket: 'uploads', Key: key }))
  return object.Body?.transformToString()
}

async function list(prefix: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'uploads', Prefix: prefix }))
  return Contents.map(({ Key = '' }) => Key)
}

async function records(): Promise<unknown[]> {
  const texts = await Promise.all((await list('records/')).map(read))
  return texts.map((text) => JSON.parse(text ?? ''))
}

async function countDead(): Promise<number> {
  const sqs = new SQSClient(settings())
  const QueueUrl = `${stack.aws}/000000000000/Dead`
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
  sqs.destroy()
  return Number(Attributes?.ApproximateNumberOfMessages)
}

test('an upload goes through its queue to a function, if its key has the prefix and suffix', async () => {
  await upload('articles/a b+ü.md', 'text')
  await upload('articles/picture.png', 'x')
  await upload('backfill/b.md', 'x')
  await stack.idle()
  expect(await list('receipts/')).toEqual(['receipts/a b+ü.md'])
  expect(await read('receipts/a b+ü.md')).toMatch(/^text at 20/)
})

test('a bucket sends the events of all its objects to the default bus, whose rules choose among them', async () => {
  await upload('strays/a b+ü.md', 'text')
  await upload('other/b.md', 'x')
  await stack.idle()
  expect(await records()).toMatchObject([
    {
      ...{ source: 'aws.s3', 'detail-type': 'Object Created', resources: ['arn:aws:s3:::uploads'] },
      detail: { bucket: { name: 'uploads' }, object: { key: 'strays/a b+ü.md', size: 4 }, reason: 'PutObject' },
    },
  ])
})

test('a message that fails again and again ends in the dead-letter queue; the others of its batch do not', async () => {
  await Promise.all([upload('articles/bad.md', 'fail'), upload('articles/good.md', 'fine')])
  await expect.poll(() => log).toHaveLength(1)
  await expect(stack.idle({ timeoutMs: 20 })).rejects.toThrow('Still busy after 20 ms: queue IngestQueue')
  stack.clock.move(601_000)
  await expect.poll(() => log).toHaveLength(2)
  stack.clock.move(601_000)
  await stack.idle()
  expect(await countDead()).toBe(1)
  expect(await read('receipts/good.md')).toMatch(/^fine/)
})

test('an invocation that exceeds its timeout is killed and reported, and its message is retried', async () => {
  await stop()
  await start({}, 3)
  await upload('articles/slow.md', 'hang')
  await expect
    .poll(() => log)
    .toEqual([
      'Ingest: Sandbox.Timedout: Task timed out after 3.00 seconds',
      'IngestSource: 1 of 1 messages will be tried again',
    ])
  expect(readFileSync(path.join(folder, 'data/logs/Ingest.log'), 'utf8')).toContain('Task timed out after 3.00 seconds')
  await upload('articles/slow.md', 'no longer')
  stack.clock.move(601_000)
  await stack.idle()
  expect(await read('receipts/slow.md')).toMatch(/^no longer/)
})

test('a function may do only what its role grants', async () => {
  const get = { service: 's3', path: '/uploads/articles/x' }
  await upload('articles/x', 'x')
  expect(await stack.invoke('Answer', get)).toEqual({ status: 200, text: 'x' })
  const put = (await stack.invoke('Answer', { ...get, method: 'PUT', body: 'y' })) as { status: number; text: string } // what Answer returns
  expect(put.status).toBe(403)
  expect(put.text).toContain(
    'User: Answer is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::uploads/articles/x',
  )
  expect(await stack.invoke('Answer', { ...get, path: '/uploads/none' })).toMatchObject({ status: 403 })
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' }
  const body = JSON.stringify({ QueueUrl: `${stack.aws}/000000000000/Dead`, MessageBody: 'x' })
  expect(await stack.invoke('Answer', { service: 'sqs', path: '/', method: 'POST', headers, body })).toMatchObject({
    status: 403,
  })
  expect(log).toHaveLength(3)
  expect(await read('articles/x')).toBe('x')
})

test('a missing function cannot be invoked', async () => {
  await expect(stack.invoke('Nobody', {})).rejects.toThrow('There is no function Nobody.')
})

test('a moved clock affects a warm function and the stores', async () => {
  await upload('articles/a.md', 'now')
  await stack.idle()
  stack.clock.move(new Date('2040-01-01T12:00:00Z'))
  await upload('articles/b.md', 'then')
  await stack.idle()
  expect(await read('receipts/b.md')).toMatch(/^then at 2040-01-01T12:0/)
  const { LastModified } = await s3.send(new GetObjectCommand({ Bucket: 'uploads', Key: 'articles/b.md' }))
  expect(LastModified?.getUTCFullYear()).toBe(2040)
})

test('a running stack looks whether the machine’s clock was set', async () => {
  const look = vi.spyOn(stack.clock, 'followMachine')
  await expect.poll(() => look.mock.calls.length, { timeout: 5_000 }).toBeGreaterThan(0)
})

test('with a clock of its own, a new stack begins at its time: nothing scheduled before is missed', async () => {
  await stop()
  rmSync(path.join(folder, 'data'), { recursive: true })
  const clock = createClock()
  clock.move(new Date('2040-06-01T12:00:00Z'))
  await start({ clock })
  await upload('articles/a.md', 'text')
  await stack.idle()
  expect(await list('records/')).toEqual([])
  expect(await read('receipts/a.md')).toMatch(/^text at 2040-06-01T12:0/)
})

test('stacks can share a compile cache', async () => {
  await stop()
  const compileCache = path.join(folder, 'cache')
  await start({ compileCache })
  await upload('articles/a.md', 'text')
  await stack.idle()
  await expect.poll(() => existsSync(compileCache)).toBe(true)
  expect(existsSync(path.join(folder, 'data', 'compile-cache'))).toBe(false)
})

test('a moved clock runs schedules by wall time, except at a time that DST skips', async () => {
  stack.clock.move(new Date('2040-03-24T01:30:00Z'))
  await stack.idle()
  stack.clock.move(new Date('2040-03-25T12:00:00Z'))
  await stack.idle()
  expect(await records()).toEqual([{ scheduled: '2040-03-24T01:30:00Z' }])
  stack.clock.move(new Date('2040-03-26T00:30:00Z'))
  await stack.idle()
  expect(await records()).toContainEqual({ scheduled: '2040-03-26T00:30:00Z' })
})

test('a schedule can be fired', async () => {
  await stack.fire('Daily')
  await stack.idle()
  expect(await records()).toEqual([{ scheduled: expect.stringMatching(/^20.*Z$/) }])
})

test('the events of a mail reach the topic that its configuration set names', async () => {
  const ses = new SESClient(settings())
  const Data = Buffer.from('From: news@example.com\r\nTo: bounce@simulator.amazonses.com\r\nSubject: x\r\n\r\nText\r\n')
  const addresses = { Source: 'news@example.com', Destinations: ['bounce@simulator.amazonses.com'] }
  await ses.send(new SendRawEmailCommand({ ...addresses, RawMessage: { Data }, ConfigurationSetName: 'mailing' }))
  await stack.idle()
  ses.destroy()
  const types = (await records()).map((record) => (record as { eventType: string }).eventType) // SES's own form
  expect(types.sort()).toEqual(['Bounce', 'Send'])
})

const putItem = async (pk: string, text = 'text') => {
  const dynamo = new DynamoDBClient(settings())
  await dynamo.send(new PutItemCommand({ TableName: 'table', Item: { pk: { S: pk }, text: { S: text } } }))
  dynamo.destroy()
}

test('a change of an item invokes the function that reads the stream, without waiting for the batch window', async () => {
  await putItem('copy-1')
  await putItem('other')
  await stack.idle()
  expect(await list('changes/')).toEqual(['changes/copy-1'])
  expect(JSON.parse((await read('changes/copy-1')) ?? '')).toMatchObject({ NewImage: { text: { S: 'text' } } })
})

test('a change that fails repeatedly is reported to the dead-letter queue; later ones are handled', async () => {
  await putItem('copy-1', 'fail')
  await putItem('copy-2')
  await stack.idle()
  expect(await list('changes/')).toEqual(['changes/copy-2'])
  expect(await countDead()).toBe(1)
})

test('faults of Lambda delay the changes of a stream, and lose none', async () => {
  const throttled = stack.faults.add({ service: 'lambda', resource: 'Copy', fault: 'throttle', times: 3 })
  await putItem('copy-1')
  await stack.idle()
  expect(throttled.hits).toBe(3)
  const killed = stack.faults.add({ service: 'lambda', resource: 'Copy', fault: 'kill-after' })
  await putItem('copy-2')
  await stack.idle()
  expect(killed.hits).toBe(1)
  expect(await list('changes/')).toEqual(['changes/copy-1', 'changes/copy-2'])
  expect(await countDead()).toBe(0)
})

test('the site serves the bucket and forwards requests to functions', async () => {
  await upload('articles/page.html', '<p>Hello</p>')
  expect(await (await fetch(`${stack.site}/articles/page.html`)).text()).toBe('<p>Hello</p>')
  expect((await fetch(`${stack.site}/none`)).status).toBe(404)
  expect(await (await fetch(`${stack.site}/api/x?y`)).text()).toBe('/api/x')
})

test('the message of a worker that is killed after its effect is retried', async () => {
  stack.faults.add({ service: 's3', operation: 'PutObject', accessKey: 'Ingest', fault: 'kill-after' })
  await upload('articles/a.md', 'twice')
  await expect.poll(() => log[0]).toContain('Runtime exited with error: signal: killed')
  expect(await list('receipts/')).toEqual(['receipts/a.md'])
  stack.clock.move(601_000)
  await stack.idle()
  expect(log).toHaveLength(2)
})

test('objects, messages and mails survive a restart at other ports', async () => {
  await upload('articles/kept.md', 'kept')
  await upload('articles/bad.md', 'fail')
  await expect.poll(() => log).toHaveLength(1)
  await stop()
  await start()
  await expect.poll(() => log, { message: 'the failed message is visible again at once' }).toHaveLength(2)
  expect(await read('receipts/kept.md')).toMatch(/^kept/)
})

test('a running stack has a file with its addresses', async () => {
  const file = path.join(folder, 'data/stack.json')
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    pid: process.pid,
    site: stack.site,
    aws: stack.aws,
    outputs: { UploadsBucket: 'uploads', SiteUrl: stack.site },
    queues: { Dead: `${stack.aws}/000000000000/Dead` },
  })
  await stop()
  expect(() => readFileSync(file)).toThrow('ENOENT')
  await start({ publicUrl: 'https://news.example' })
  expect(stack.plan.outputs.SiteUrl).toBe('https://news.example')
})

test('closing lets the running invocation finish', async () => {
  stack.faults.add({ service: 's3', operation: 'PutObject', accessKey: 'Ingest', fault: 'hang', milliseconds: 200 })
  await upload('articles/a.md', 'slowly')
  await expect.poll(() => stack.idle({ timeoutMs: 0 }).then(() => '', String)).toContain('function Ingest')
  await stop()
  await start()
  expect(await list('receipts/')).toEqual(['receipts/a.md'])
  expect(log).toEqual([])
})

test('a taken port is an error that names its setting, and all resources are released', async () => {
  await stop()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number } // a TCP server's address
  await expect(start({ sitePort: port })).rejects.toThrow(
    `Port ${port} is taken: choose another one with the option \`sitePort\``,
  )
  await expect(start({ awsPort: port })).rejects.toThrow(
    `Port ${port} is taken: choose another one with the option \`awsPort\``,
  )
  await new Promise((resolve) => server.close(resolve))
  await start()
})

test('a second stack on the same data folder is refused', async () => {
  const second = runStack((urls) => pipeline(folder, urls), { data: path.join(folder, 'data') })
  await expect(second).rejects.toThrow(`is in use by process ${process.pid}`)
})
