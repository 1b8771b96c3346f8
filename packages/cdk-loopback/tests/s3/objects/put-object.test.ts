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

test('an object is returned with its body, metadata and headers', async () => {
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

test('more than 2 KB of metadata is MetadataTooLarge', async () => {
  expect(await failure(put('meta', 'x', { Metadata: { m: 'x'.repeat(2048) } }))).toBe('MetadataTooLarge 400')
  await put('meta', 'x', { Metadata: { m: 'x'.repeat(2047) } })
})
