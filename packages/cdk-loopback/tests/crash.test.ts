import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { operator } from './operator.ts'

let folder: string
let child: ChildProcess | undefined

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'crash-'))
})

afterEach(async () => {
  await kill()
  rmSync(folder, { recursive: true })
})

/** Resolves with clients of the stack that a new process runs. */
async function start() {
  const script = path.join(import.meta.dirname, 'stack-process.ts')
  const started = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  child = started
  const [endpoint] = await once(createInterface({ input: started.stdout }), 'line')
  const settings = {
    endpoint,
    region: 'us-east-1',
    credentials: operator,
    maxAttempts: 1,
  }
  const clients = {
    s3: new S3Client(settings),
    dynamo: new DynamoDBClient(settings),
    events: new EventBridgeClient(settings),
  }
  onTestFinished(() => {
    for (const client of Object.values(clients)) client.destroy()
  })
  return clients
}

/** Lists the names of the objects below a prefix. */
async function list(s3: S3Client, Prefix: string): Promise<ReadonlySet<string>> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'uploads', Prefix }))
  return new Set(Contents.map(({ Key = '' }) => Key.slice(Prefix.length)))
}

async function kill(): Promise<void> {
  if (!child || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

test('an acknowledged upload is processed even if the stack is killed repeatedly', async () => {
  const acknowledged = new Set<string>()
  for (const round of [1, 2]) {
    const { s3 } = await start()
    const uploads = Array.from({ length: 60 }, async (_, index) => {
      const name = `${round}-${index}.md`
      await s3.send(new PutObjectCommand({ Bucket: 'uploads', Key: `articles/${name}`, Body: 'text' }))
      acknowledged.add(name)
      if (index === round * 15) await kill()
    })
    await Promise.allSettled(uploads)
  }
  expect(acknowledged.size).toBeGreaterThan(20)
  const { s3 } = await start()
  const missing = async () => {
    const receipts = await list(s3, 'receipts/')
    return [...acknowledged].filter((name) => !receipts.has(name))
  }
  await expect.poll(missing).toEqual([])
})

test('an acknowledged event reaches its function even if the stack is killed repeatedly', async () => {
  const acknowledged = new Set<string>()
  for (const round of [1, 2]) {
    const { events } = await start()
    const puts = Array.from({ length: 60 }, async (_, index) => {
      const name = `${round}-${index}`
      const entry = { Source: 'notes', DetailType: 'Note', Detail: JSON.stringify({ name }) }
      await events.send(new PutEventsCommand({ Entries: [entry] }))
      acknowledged.add(name)
      if (index === round * 15) await kill()
    })
    await Promise.allSettled(puts)
  }
  expect(acknowledged.size).toBeGreaterThan(20)
  const { s3 } = await start()
  const missing = async () => {
    const notes = await list(s3, 'notes/')
    return [...acknowledged].filter((name) => !notes.has(name))
  }
  await expect.poll(missing).toEqual([])
})

test('an acknowledged change of an item reaches the reader of the stream even if the stack is killed repeatedly', async () => {
  const acknowledged = new Set<string>()
  for (const round of [1, 2]) {
    const { dynamo } = await start()
    const writes = Array.from({ length: 200 }, async (_, index) => {
      const name = `copy-${round}-${index}`
      await dynamo.send(new PutItemCommand({ TableName: 'table', Item: { pk: { S: name } } }))
      acknowledged.add(name)
      if (index === round * 50) await kill()
    })
    await Promise.allSettled(writes)
  }
  expect(acknowledged.size).toBeGreaterThan(20)
  const { s3 } = await start()
  const missing = async () => {
    const copies = await list(s3, 'changes/')
    return [...acknowledged].filter((name) => !copies.has(name))
  }
  await expect.poll(missing).toEqual([])
})
