import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import { openDatabase } from '../../src/s3/database.ts'
import { openS3, type S3Event } from '../../src/s3/s3-service.ts'
import { identities } from '../operator.ts'
import { bucket, clientOf, countBodies } from './s3-server.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 's3-'))
})
afterEach(() => rm(folder, { recursive: true }))

const bodyOf = (version: number) => Buffer.alloc(1 + ((version * 7919) % 200_000), `version ${version},`)
const md5 = (body: Buffer) => createHash('md5').update(body).digest('hex')

/** The acknowledged versions of each key in order; `undefined` is a removal. */
type Acknowledged = Map<string, (number | undefined)[]>

test.each([40, 120])('a kill -9 after %i acknowledged changes loses none of them, nor an event', async (changes) => {
  const acknowledged = await writeAndKill(changes)
  const s3 = openS3({ folder })
  const endpoint = await startAwsEndpoint({ s3 }, { identities })
  const client = clientOf(endpoint.url)
  const history = historyOf(s3.pendingEvents(100_000))

  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }))
  const etags = new Map(Contents.map(({ Key, ETag }) => [Key ?? '', ETag?.slice(1, -1)]))
  for (const [key, versions] of acknowledged) {
    // One more change may have been committed, but not acknowledged.
    const events = history.get(key) ?? []
    const expected = versions.map((version) => (version === undefined ? undefined : md5(bodyOf(version))))
    expect(events.slice(0, expected.length)).toEqual(expected)
    expect(events.length - expected.length).toBeLessThanOrEqual(1)
  }
  // Each object is complete and agrees with the last event of its key.
  for (const [key, events] of history) expect([key, etags.get(key)]).toEqual([key, events.at(-1)])
  for (const [Key, etag] of etags) {
    const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key }))
    expect(md5(Buffer.from((await answer.Body?.transformToByteArray()) ?? []))).toBe(etag)
  }
  expect(await countBodies(folder)).toBe(etags.size)
  client.destroy()
  await endpoint.close()
  await s3.close()
})

test('an unreferenced body is removed at the next start', async () => {
  await openS3({ folder }).close()
  await mkdir(join(folder, 'bodies', 'ab'), { recursive: true })
  await writeFile(join(folder, 'bodies', 'ab', 'ab-left-by-a-crash'), 'half a bo')
  await openS3({ folder }).close()
  expect(await countBodies(folder)).toBe(0)
})

test('a second process cannot open the same folder', async () => {
  const first = openS3({ folder })
  expect(() => openS3({ folder })).toThrow('locked')
  await first.close()
})

/** Runs eight writers until the server is killed. Each overwrites and removes its own keys. */
async function writeAndKill(changes: number): Promise<Acknowledged> {
  const { child, url } = await startServer()
  const client = clientOf(url)
  const acknowledged: Acknowledged = new Map()
  let count = 0
  const write = async (writer: number) => {
    for (let version = writer * 1000; ; version++) {
      const Key = `writer ${writer}/key ${version % 3}`
      const isRemoval = version % 10 === 9
      const command = isRemoval
        ? new DeleteObjectCommand({ Bucket: bucket, Key })
        : new PutObjectCommand({ Bucket: bucket, Key, Body: bodyOf(version) })
      await client.send(command as PutObjectCommand) // both are commands of the client
      acknowledged.set(Key, [...(acknowledged.get(Key) ?? []), isRemoval ? undefined : version])
      if (++count === changes) child.kill('SIGKILL')
    }
  }
  const exited = once(child, 'exit')
  const ends = await Promise.allSettled(Array.from({ length: 8 }, (_, writer) => write(writer)))
  expect(ends.every(({ status }) => status === 'rejected')).toBe(true)
  await exited
  client.destroy()
  return acknowledged
}

async function startServer(): Promise<{ child: ChildProcess; url: string }> {
  const script = join(import.meta.dirname, 'durability-server.ts')
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [url] = await once(createInterface({ input: child.stdout }), 'line')
  return { child, url }
}

/** Returns the ETags of each key's events; `undefined` is a removal. */
function historyOf(events: readonly S3Event[]): Map<string, (string | undefined)[]> {
  const history = new Map<string, (string | undefined)[]>()
  for (const { record } of events) {
    const key = record.s3.object.key.replaceAll('+', ' ')
    history.set(key, [...(history.get(key) ?? []), record.s3.object.eTag])
  }
  return history
}

test('a full disk fails with its own error, after which the database can be written', () => {
  const { sql, transaction } = openDatabase(join(folder, 's3.sqlite'))
  onTestFinished(() => sql.close())
  const insert = sql.prepare('INSERT INTO buckets (name, created) VALUES (?, 0)')
  sql.exec('PRAGMA max_page_count = 30')
  const fill = () => {
    for (let number = 0; number < 1000; number++) insert.run(`${number}-${'x'.repeat(1000)}`)
  }
  expect(() => transaction(fill)).toThrow('database or disk is full')
  sql.exec('PRAGMA max_page_count = 1000')
  transaction(() => insert.run('bucket'))
  expect(sql.prepare('SELECT count(*) AS buckets FROM buckets').get()).toEqual({ buckets: 1 })
})
