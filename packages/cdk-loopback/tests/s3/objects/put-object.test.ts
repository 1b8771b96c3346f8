import { createHash } from 'node:crypto'
import {
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { bucket, countBodies, failure, useS3Server } from '../s3-server.ts'

const server = useS3Server()
const put = (Key: string, Body: string | Buffer, more: Partial<PutObjectCommandInput> = {}) =>
  server.client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...more }))
const get = (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
  server.client.send(new GetObjectCommand({ Bucket: bucket, Key, ...more }))
const read = async (Key: string) => (await get(Key)).Body?.transformToString()

test('an object comes back with its body, metadata and headers', async () => {
  const Expires = new Date('2030-01-02T03:04:05Z')
  const { ETag } = await put('a.txt', 'hello', {
    ContentType: 'text/plain; charset=utf-8',
    CacheControl: 'max-age=60',
    ContentDisposition: 'attachment; filename="a.txt"',
    ContentEncoding: 'identity',
    ContentLanguage: 'en',
    Expires,
    WebsiteRedirectLocation: '/elsewhere',
    Metadata: { colour: 'blue', empty: '' },
  })
  expect(ETag).toBe(`"${createHash('md5').update('hello').digest('hex')}"`)
  const answer = await get('a.txt')
  expect(await answer.Body?.transformToString()).toBe('hello')
  expect(answer).toMatchObject({
    ETag,
    ContentLength: 5,
    ContentType: 'text/plain; charset=utf-8',
    CacheControl: 'max-age=60',
    ContentDisposition: 'attachment; filename="a.txt"',
    ContentEncoding: 'identity',
    ContentLanguage: 'en',
    ExpiresString: Expires.toUTCString(),
    WebsiteRedirectLocation: '/elsewhere',
    Metadata: { colour: 'blue', empty: '' },
    AcceptRanges: 'bytes',
  })
  const head = await server.client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'a.txt' }))
  expect(head).toMatchObject({ ETag, ContentLength: 5, Metadata: { colour: 'blue' } })
})

test('an overwrite replaces everything about the object and frees its body', async () => {
  await put('over', 'long body', { Metadata: { a: '1' }, CacheControl: 'no-cache' })
  const bodies = await countBodies(server.folder)
  await put('over', 'short')
  const answer = await get('over')
  expect(await answer.Body?.transformToString()).toBe('short')
  expect(answer.Metadata).toEqual({})
  expect(answer.CacheControl).toBeUndefined()
  expect(await countBodies(server.folder)).toBe(bodies)
})

test('Last-Modified is the time of the write in whole seconds', async () => {
  server.now = () => new Date('2026-02-03T04:05:06.789Z')
  await put('timed', 'x')
  server.now = () => new Date()
  expect((await get('timed')).LastModified).toEqual(new Date('2026-02-03T04:05:06Z'))
})

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

test.each([
  ['bytes=1-3', '123', 'bytes 1-3/10'],
  ['bytes=7-', '789', 'bytes 7-9/10'],
  ['bytes=-2', '89', 'bytes 8-9/10'],
  ['bytes=-50', '0123456789', 'bytes 0-9/10'],
  ['bytes=8-500', '89', 'bytes 8-9/10'],
  ['bytes=5-3', '0123456789', undefined],
  ['lines=1-3', '0123456789', undefined],
  ['bytes=0-1,4-5', '0123456789', undefined],
])('the range %s of ten digits is %s', async (Range, body, contentRange) => {
  await put('digits', '0123456789')
  const answer = await get('digits', { Range })
  expect(await answer.Body?.transformToString()).toBe(body)
  expect(answer.ContentRange).toBe(contentRange)
  expect(answer.$metadata.httpStatusCode).toBe(contentRange ? 206 : 200)
  expect(answer.ContentLength).toBe(body.length)
})

test.each(['bytes=10-', 'bytes=50-60', 'bytes=-0'])('the range %s of ten bytes is not satisfiable', async (Range) => {
  await put('digits', '0123456789')
  expect(await failure(get('digits', { Range }))).toBe('InvalidRange 416')
})

test('an object that was uploaded whole is its own part 1', async () => {
  await put('whole', 'abc')
  const answer = await get('whole', { PartNumber: 1 })
  expect(await answer.Body?.transformToString()).toBe('abc')
  expect(answer.ContentRange).toBe('bytes 0-2/3')
  expect(await failure(get('whole', { PartNumber: 2 }))).toBe('InvalidPartNumber 416')
})

test('a GET may override the headers of the answer', async () => {
  await put('override', 'x', { ContentType: 'text/plain', CacheControl: 'max-age=1' })
  const answer = await get('override', { ResponseContentType: 'text/html', ResponseCacheControl: 'no-store' })
  expect([answer.ContentType, answer.CacheControl]).toEqual(['text/html', 'no-store'])
})

test('more than 2 KB of metadata is MetadataTooLarge', async () => {
  expect(await failure(put('meta', 'x', { Metadata: { m: 'x'.repeat(2048) } }))).toBe('MetadataTooLarge 400')
  await put('meta', 'x', { Metadata: { m: 'x'.repeat(2047) } })
})

test('a large body is streamed out whole, also when it is replaced meanwhile', async () => {
  const body = Buffer.alloc(8_000_000, 'abcdefg')
  await put('large', body)
  const answer = await get('large')
  await put('large', 'gone')
  const received = await answer.Body?.transformToByteArray()
  expect(Buffer.from(received ?? []).equals(body)).toBe(true)
})
