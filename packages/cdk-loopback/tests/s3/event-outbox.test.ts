import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3'
import { beforeEach, expect, test } from 'vitest'
import { startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import { openS3 } from '../../src/s3/s3-service.ts'
import { identities } from '../operator.ts'
import { bucket, clientOf, failure, useS3Server } from './s3-server.ts'

const server = useS3Server()
const object = { Bucket: bucket, Key: 'articles/a b.md' }

beforeEach(() => {
  for (const { id } of server.service.pendingEvents(1000)) server.service.acknowledgeEvent(id)
})

test('a put adds one event in the form of AWS', async () => {
  server.now = () => new Date('2026-01-02T03:04:05.678Z')
  const { ETag } = await server.client.send(new PutObjectCommand({ ...object, Body: 'hello' }))
  server.now = () => new Date()
  const [event, ...rest] = server.service.pendingEvents(10)
  expect(rest).toEqual([])
  expect(event?.bucket).toBe(bucket)
  expect(event?.record).toEqual({
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'us-east-1',
    eventTime: '2026-01-02T03:04:05.678Z',
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: expect.any(String) },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: {},
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: expect.any(String),
      bucket: { name: bucket, ownerIdentity: { principalId: expect.any(String) }, arn: `arn:aws:s3:::${bucket}` },
      object: {
        key: 'articles/a+b.md',
        size: 5,
        eTag: ETag?.slice(1, -1),
        sequencer: expect.stringMatching(/^[0-9A-F]{16}$/),
      },
    },
  })
})

test('every change has one event, in order, with a growing sequencer; an operation without effect has none', async () => {
  const { client, service } = server
  const CopySource = `${bucket}/${encodeURIComponent(object.Key)}`
  await client.send(new PutObjectCommand({ ...object, Body: '1' }))
  await client.send(new CopyObjectCommand({ Bucket: bucket, Key: 'copy', CopySource }))
  await client.send(new PutObjectTaggingCommand({ ...object, Tagging: { TagSet: [] } }))
  await failure(client.send(new PutObjectCommand({ ...object, Body: '2', IfNoneMatch: '*' })))
  await failure(client.send(new PutObjectCommand({ ...object, Body: '3', ChecksumCRC32: 'AAAAAA==' })))
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'missing' }))
  await client.send(new DeleteObjectCommand(object))
  const Objects = [{ Key: 'copy' }, { Key: 'missing' }]
  await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }))

  const records = service.pendingEvents(100).map(({ record }) => record)
  expect(records.map(({ eventName, s3 }) => `${eventName} ${s3.object.key}`)).toEqual([
    'ObjectCreated:Put articles/a+b.md',
    'ObjectCreated:Copy copy',
    'ObjectRemoved:Delete articles/a+b.md',
    'ObjectRemoved:Delete copy',
  ])
  expect(records.at(-1)?.s3.object).toEqual({ key: 'copy', sequencer: expect.any(String) })
  const sequencers = records.map(({ s3 }) => s3.object.sequencer)
  expect([...new Set(sequencers)].sort()).toEqual(sequencers)
})

test('events are listed oldest first, up to the limit, until they are acknowledged', async () => {
  const { client, service } = server
  for (const Key of ['1', '2', '3']) await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }))
  const keys = (limit: number) => service.pendingEvents(limit).map(({ record }) => record.s3.object.key)
  expect(keys(2)).toEqual(['1', '2'])
  const [first, second] = service.pendingEvents(2)
  service.acknowledgeEvent(second?.id ?? 0)
  expect(keys(10)).toEqual(['1', '3'])
  service.acknowledgeEvent(first?.id ?? 0)
  service.acknowledgeEvent(first?.id ?? 0)
  expect(keys(10)).toEqual(['3'])
})

test('listeners are called once per commit, after its events can be read', async () => {
  const { client, service } = server
  const counts: number[] = []
  service.onEvents(() => counts.push(service.pendingEvents(100).length))
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'x', Body: 'x' }))
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'y', Body: 'y' }))
  await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key: 'x' }, { Key: 'y' }] } }))
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'x' }))
  expect(counts).toEqual([1, 2, 4])
})

test('events and the sequencer survive a restart, even if all events were acknowledged', async () => {
  const folder = await mkdtemp(join(tmpdir(), 's3-'))
  const sequencers: (string | undefined)[] = []
  for (const run of [1, 2, 3]) {
    const s3 = openS3({ folder })
    s3.createBucket(bucket)
    const leftOver = s3.pendingEvents(10)
    expect(leftOver).toHaveLength(run === 1 ? 0 : 1)
    for (const { id } of leftOver) s3.acknowledgeEvent(id)
    const endpoint = await startAwsEndpoint({ s3 }, { identities })
    const client = clientOf(endpoint.url)
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: `${run}` }))
    sequencers.push(s3.pendingEvents(10)[0]?.record.s3.object.sequencer)
    client.destroy()
    await endpoint.close()
    await s3.close()
  }
  expect([...new Set(sequencers)].sort()).toEqual(sequencers)
  await rm(folder, { recursive: true })
})

test('a bucket that nobody listens to keeps no events', async () => {
  const folder = await mkdtemp(join(tmpdir(), 's3-'))
  const s3 = openS3({ folder, isHeard: (name) => name === 'heard' })
  const endpoint = await startAwsEndpoint({ s3 }, { identities })
  const client = clientOf(endpoint.url)
  for (const Bucket of ['silent', 'heard']) {
    s3.createBucket(Bucket)
    await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '1' }))
  }
  expect(s3.pendingEvents(10).map((event) => event.bucket)).toEqual(['heard'])
  client.destroy()
  await endpoint.close()
  await s3.close()
  await rm(folder, { recursive: true })
})
