import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, expect, test } from 'vitest'

let folder: string
let child: ChildProcess | undefined

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'crash-'))
})

afterEach(async () => {
  await kill()
  rmSync(folder, { recursive: true })
})

/** Starts the stack in a new process. Resolves with the settings of its clients. */
async function start() {
  const script = path.join(import.meta.dirname, 'stack-process.ts')
  const started = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  child = started
  const [endpoint] = await once(createInterface({ input: started.stdout }), 'line')
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'x' }
  return { endpoint: String(endpoint), region: 'us-east-1', credentials, maxAttempts: 1 }
}

async function kill(): Promise<void> {
  if (!child || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

test('an acknowledged upload is processed even if the stack is killed repeatedly', {
  timeout: 60_000,
}, async () => {
  const acknowledged = new Set<string>()
  for (const round of [1, 2]) {
    const s3 = new S3Client(await start())
    const uploads = Array.from({ length: 60 }, async (_, index) => {
      const name = `${round}-${index}.md`
      await s3.send(new PutObjectCommand({ Bucket: 'uploads', Key: `articles/${name}`, Body: 'text' }))
      acknowledged.add(name)
      if (index === round * 15) await kill()
    })
    await Promise.allSettled(uploads)
    s3.destroy()
  }
  expect(acknowledged.size).toBeGreaterThan(20)
  const s3 = new S3Client(await start())
  await expect.poll(() => missing(s3, 'receipts/', acknowledged), { timeout: 20_000 }).toEqual([])
  s3.destroy()
})

/** Lists the names that are not keys below a prefix. */
async function missing(s3: S3Client, Prefix: string, names: Iterable<string>): Promise<string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'uploads', Prefix }))
  const keys = new Set(Contents.map(({ Key = '' }) => Key.replace(Prefix, '')))
  return [...names].filter((name) => !keys.has(name))
}

test('an acknowledged change of an item reaches the reader of the stream even if the stack is killed repeatedly', {
  timeout: 60_000,
}, async () => {
  const acknowledged = new Set<string>()
  for (const round of [1, 2]) {
    const dynamo = new DynamoDBClient(await start())
    const writes = Array.from({ length: 200 }, async (_, index) => {
      const name = `copy-${round}-${index}`
      await dynamo.send(new PutItemCommand({ TableName: 'table', Item: { pk: { S: name } } }))
      acknowledged.add(name)
      if (index === round * 50) await kill()
    })
    await Promise.allSettled(writes)
    dynamo.destroy()
  }
  expect(acknowledged.size).toBeGreaterThan(20)
  const s3 = new S3Client(await start())
  await expect.poll(() => missing(s3, 'changes/', acknowledged), { timeout: 30_000 }).toEqual([])
  s3.destroy()
})
