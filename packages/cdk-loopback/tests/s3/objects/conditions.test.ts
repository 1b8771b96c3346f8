import { request } from 'node:http'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { signedFetch, signHeaders } from '../../signing.ts'
import { bucket, failure, useS3Server } from '../s3-server.ts'

const server = useS3Server()
const put = (Key: string, Body: string, more: Partial<PutObjectCommandInput> = {}) =>
  server.client.send(new PutObjectCommand({ Bucket: bucket, Key, Body, ...more }))
const get = (Key: string, more: Partial<GetObjectCommandInput> = {}) =>
  server.client.send(new GetObjectCommand({ Bucket: bucket, Key, ...more }))
const read = async (Key: string) => (await get(Key)).Body?.transformToString()

test('If-None-Match: * creates a key and refuses an existing one', async () => {
  await put('new', 'first', { IfNoneMatch: '*' })
  expect(await failure(put('new', 'second', { IfNoneMatch: '*' }))).toBe('PreconditionFailed 412')
  expect(await read('new')).toBe('first')
})

test('exactly one of 100 concurrent creations of a key succeeds, and its body is stored', async () => {
  const attempts = Array.from({ length: 100 }, (_, index) =>
    put('race', `writer ${index}`, { IfNoneMatch: '*' }).then(
      () => `writer ${index}`,
      (error: Error) => error.name,
    ),
  )
  const results = await Promise.all(attempts)
  const winners = results.filter((result) => result !== 'PreconditionFailed')
  expect(winners).toEqual([await read('race')])
})

test('If-Match overwrites only the version it names', async () => {
  const { ETag } = await put('versioned', 'one')
  await put('versioned', 'two', { IfMatch: ETag })
  expect(await failure(put('versioned', 'three', { IfMatch: ETag }))).toBe('PreconditionFailed 412')
  expect(await failure(put('absent', 'x', { IfMatch: ETag }))).toBe('NoSuchKey 404')
  expect(await read('versioned')).toBe('two')
})

test('exactly one of 50 concurrent overwrites of a version succeeds', async () => {
  const { ETag } = await put('counter', '0')
  const attempts = Array.from({ length: 50 }, (_, index) => failure(put('counter', `${index + 1}`, { IfMatch: ETag })))
  const results = await Promise.all(attempts)
  expect(results.filter((result) => result === 'no failure')).toHaveLength(1)
  expect(results.filter((result) => result === 'PreconditionFailed 412')).toHaveLength(49)
})

test.each(['If-None-Match: *', 'If-Match: *'])('a delete during a write with %s is a 409 conflict', async (header) => {
  await put('conflict', 'old')
  const [name = '', value = ''] = header.split(': ')
  const { status, finish } = await beginSlowPut('conflict', { [name]: value })
  await server.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'conflict' }))
  finish()
  expect(await status).toBe(409)
  expect(await failure(get('conflict'))).toBe('NoSuchKey 404')
})

test('If-None-Match with an ETag on a write is not implemented, as on S3', async () => {
  expect(await failure(put('new', 'x', { IfNoneMatch: '"abc"' }))).toBe('NotImplemented 501')
})

test('reads honour the conditions in the order of RFC 9110', async () => {
  server.now = () => new Date('2026-05-05T05:05:05Z')
  const { ETag = '' } = await put('read', 'x')
  server.now = () => new Date()
  const before = new Date('2026-05-05T05:05:04Z')
  const same = new Date('2026-05-05T05:05:05Z')
  const outcome = (more: Partial<GetObjectCommandInput>) => failure(get('read', more))

  expect(await outcome({ IfNoneMatch: ETag })).toMatch(/304$/)
  expect(await outcome({ IfNoneMatch: '"other"' })).toBe('no failure')
  expect(await outcome({ IfNoneMatch: `"other", W/${ETag}` })).toMatch(/304$/)
  expect(await outcome({ IfMatch: ETag })).toBe('no failure')
  expect(await outcome({ IfMatch: '"other"' })).toBe('PreconditionFailed 412')
  expect(await outcome({ IfModifiedSince: same })).toMatch(/304$/)
  expect(await outcome({ IfModifiedSince: before })).toBe('no failure')
  expect(await outcome({ IfUnmodifiedSince: same })).toBe('no failure')
  expect(await outcome({ IfUnmodifiedSince: before })).toBe('PreconditionFailed 412')
  // An ETag takes precedence over a date.
  expect(await outcome({ IfMatch: ETag, IfUnmodifiedSince: before })).toBe('no failure')
  expect(await outcome({ IfNoneMatch: '"other"', IfModifiedSince: same })).toBe('no failure')
  const head = server.client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'read', IfMatch: '"other"' }))
  expect(await failure(head)).toMatch(/412$/)
})

test('a 304 has the validators and no body', async () => {
  const { ETag = '' } = await put('cached', 'x', { CacheControl: 'max-age=5' })
  const answer = await signedFetch(`${server.url}/${bucket}/cached`, { headers: { 'if-none-match': ETag } })
  expect([answer.status, answer.headers.get('etag'), await answer.text()]).toEqual([304, ETag, ''])
  expect(answer.headers.get('cache-control')).toBe('max-age=5')
})

test('If-Match deletes only the version it names', async () => {
  const { ETag } = await put('doomed', 'one')
  const remove = (IfMatch: string | undefined) =>
    failure(server.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'doomed', IfMatch })))
  expect(await remove('"other"')).toBe('PreconditionFailed 412')
  expect(await remove(ETag)).toBe('no failure')
  expect(await remove(ETag)).toBe('NoSuchKey 404')
  expect(await remove(undefined)).toBe('no failure')
})

/** Starts a PUT whose headers have arrived at the server, but not its last byte. */
async function beginSlowPut(key: string, headers: Record<string, string>) {
  const url = `${server.url}/${bucket}/${key}`
  const unsigned = { ...headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
  const signed = await signHeaders(url, { method: 'PUT', headers: unsigned })
  const outgoing = request(url, {
    method: 'PUT',
    headers: { ...signed, 'content-length': '2', expect: '100-continue' },
  })
  const status = new Promise<number | undefined>((resolve) => {
    outgoing.once('response', (response) => resolve(response.resume().statusCode))
  })
  await new Promise((resolve) => outgoing.once('continue', resolve))
  outgoing.write('a')
  // When the server answers another request, it has started this one.
  await get(key)
  return { status, finish: () => outgoing.end('b') }
}
