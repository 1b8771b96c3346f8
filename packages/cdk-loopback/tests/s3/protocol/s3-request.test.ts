import { request } from 'node:http'
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { internalRequest } from '../../../src/endpoint/internal-request.ts'
import { signHeaders } from '../../signing.ts'
import { bucket, failure, useS3Server } from '../s3-server.ts'

const server = useS3Server()

const oddKeys = [
  'a b',
  'a+b',
  'a%2Fb',
  'a%20b',
  '..',
  '../a',
  'a/../b',
  './a',
  'a/./b',
  'a//b',
  '/a',
  '//',
  'a/',
  '😀/日本.txt',
  'é',
  'e\u0301',
  '&<>"\'',
  '?#[]@!$()*,;=:',
  'a\\b',
  'tab\there',
  'line\r\nbreak',
  '\u0001\u007f',
  '\ufffe\uffff',
  'x'.repeat(1024),
  '😀'.repeat(256),
]

test.each(oddKeys)('the key %j is kept byte for byte', async (Key) => {
  const { client, service } = server
  await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Key }))
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }))
  expect(Contents.map((object) => object.Key)).toEqual([Key])
  const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key }))
  expect(await answer.Body?.transformToString()).toBe(Key)
  const CopySource = `${bucket}/${encodeURIComponent(Key)}`
  await client.send(new CopyObjectCommand({ Bucket: bucket, Key: 'copy', CopySource }))
  await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [{ Key }] } }))
  expect(await failure(client.send(new GetObjectCommand({ Bucket: bucket, Key })))).toBe('NoSuchKey 404')
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'copy' }))

  const events = service.pendingEvents(100)
  const eventKeys = events.map(({ record }) => decodeURIComponent(record.s3.object.key.replaceAll('+', ' ')))
  expect(eventKeys).toEqual([Key, 'copy', Key, 'copy'])
  for (const { id } of events) service.acknowledgeEvent(id)
})

test('a key of more than 1,024 bytes is KeyTooLongError', async () => {
  for (const Key of ['x'.repeat(1025), `${'😀'.repeat(256)}x`]) {
    const put = server.client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'x' }))
    expect(await failure(put)).toBe('KeyTooLongError 400')
  }
})

test('a path that is not UTF-8 is InvalidURI', async () => {
  for (const path of [`/${bucket}/%ff`, `/${bucket}/%`, '//key']) {
    await expect(server.service.describe(internalRequest('GET', path, {}))).rejects.toMatchObject({
      code: 'InvalidURI',
    })
  }
})

test('keys in events are URL-encoded, with + for a space', async () => {
  await server.client.send(new PutObjectCommand({ Bucket: bucket, Key: 'articles/a b+(c)é.md', Body: 'x' }))
  const event = server.service.pendingEvents(1000).at(-1)
  expect(event?.record.s3.object.key).toBe('articles/a+b%2B%28c%29%C3%A9.md')
})

test.each(['localhost:4566', 's3.amazonaws.com', 's3.us-east-1.amazonaws.com', 's3-us-east-1.amazonaws.com'])(
  'the bucket may precede the host %s',
  async (endpoint) => {
    const host = `${bucket}.${endpoint}`
    const send = async (method: string) => {
      const headers = await signHeaders(`http://${host}/hosted/k`, { method })
      const outgoing = request(`${server.url}/hosted/k`, { method, headers: { ...headers, host } })
      return new Promise<number | undefined>((resolve) => {
        outgoing.once('response', (answer) => resolve(answer.resume().statusCode)).end()
      })
    }
    expect(await send('PUT')).toBe(200)
    const { ContentLength } = await server.client.send(new GetObjectCommand({ Bucket: bucket, Key: 'hosted/k' }))
    expect(ContentLength).toBe(0)
    expect(await send('DELETE')).toBe(204)
  },
)
