import {
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { signedFetch } from '../../signing.ts'
import { bucket, failure, useS3Server } from '../s3-server.ts'

const server = useS3Server()
const put = (Key: string, Body: string | Buffer, more: Partial<PutObjectCommandInput> = {}) =>
  server.client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...more }))
const get = (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
  server.client.send(new GetObjectCommand({ Bucket: bucket, Key, ...more }))
const read = async (Key: string) => (await get(Key)).Body?.transformToString()

test('a missing key is NoSuchKey for GET and NotFound for HEAD', async () => {
  expect(await failure(get('missing'))).toBe('NoSuchKey 404')
  const head = server.client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'missing' }))
  expect(await failure(head)).toBe('NotFound 404')
})

test('an empty object has no bytes and is readable', async () => {
  await put('empty', Buffer.alloc(0))
  expect(await read('empty')).toBe('')
  expect(await failure(get('empty', { Range: 'bytes=0-' }))).toBe('InvalidRange 416')
})

test('a GET may override the headers of the answer', async () => {
  await put('override', 'x', { ContentType: 'text/plain', CacheControl: 'max-age=1' })
  const answer = await get('override', { ResponseContentType: 'text/html', ResponseCacheControl: 'no-store' })
  expect([answer.ContentType, answer.CacheControl]).toEqual(['text/html', 'no-store'])
})

test('a large body is streamed completely, even if it is replaced meanwhile', async () => {
  const body = Buffer.alloc(8_000_000, 'abcdefg')
  await put('large', body)
  const answer = await get('large')
  await put('large', 'gone')
  const received = await answer.Body?.transformToByteArray()
  expect(Buffer.from(received ?? []).equals(body)).toBe(true)
})

test('a header that a request sets for the answer must be one that HTTP can carry', async () => {
  await put('k', 'x')
  const read = (value: string) =>
    signedFetch(`${server.url}/${bucket}/k?response-content-disposition=${encodeURIComponent(value)}`)
  expect((await read('inline; filename="\u00fc"')).status).toBe(200)
  for (const value of ['日本', 'a\r\nX-Other: 1']) {
    const answer = await read(value)
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('<Code>InvalidArgument</Code>')])
  }
})
