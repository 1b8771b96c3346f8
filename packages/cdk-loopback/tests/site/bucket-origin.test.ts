import { expect, test } from 'vitest'
import { etagOf, lastModified, memoryBucket } from './memory-bucket.ts'
import { bucketBehavior, expectErrors, serve } from './serve.ts'

const feed = '<rss version="2.0"/>'
const headers = { 'Content-Type': 'application/rss+xml', 'Cache-Control': 'max-age=60', 'x-amz-request-id': '1' }

function site(objects: Parameters<typeof memoryBucket>[0] = { 'feed.xml': { body: feed, headers } }) {
  const bucket = memoryBucket(objects)
  return { bucket, started: serve({ fetchObject: bucket.fetchObject }) }
}

test('a response has the headers that readers need, but no S3 headers', async () => {
  const { ask } = await site().started
  const answer = await ask('/feed.xml')
  expect(answer.status).toBe(200)
  expect(answer.text).toBe(feed)
  expect(answer.headers).toMatchObject({
    'content-type': 'application/rss+xml',
    'cache-control': 'max-age=60',
    etag: etagOf(feed),
    'last-modified': lastModified,
    'content-length': String(feed.length),
  })
  expect(answer.headers.server).toBeUndefined()
  expect(answer.headers['x-amz-request-id']).toBeUndefined()
})

test('HEAD is GET without the body', async () => {
  const { ask } = await site().started
  const answer = await ask('/feed.xml', { method: 'HEAD' })
  expect(answer).toMatchObject({
    status: 200,
    text: '',
    headers: { 'content-length': String(feed.length), etag: etagOf(feed) },
  })
})

test.each([
  ['If-None-Match', { 'If-None-Match': etagOf(feed) }, etagOf(feed)],
  ['a list of tags', { 'If-None-Match': `"other", W/${etagOf(feed)}` }, `W/${etagOf(feed)}`],
  ['If-Modified-Since', { 'If-Modified-Since': lastModified }, etagOf(feed)],
])('an unchanged object is not sent again: %s', async (_name, conditions, etag) => {
  const { ask } = await site().started
  const answer = await ask('/feed.xml', { headers: conditions })
  expect(answer).toMatchObject({ status: 304, text: '', headers: { etag, 'last-modified': lastModified } })
})

test('a range applies only to the intended version', async () => {
  const { ask } = await site().started
  const range = (condition: object) => ask('/feed.xml', { headers: { Range: 'bytes=1-3', ...condition } })
  expect(await range({})).toMatchObject({
    status: 206,
    text: 'rss',
    headers: { 'content-range': `bytes 1-3/${feed.length}` },
  })
  expect(await range({ 'If-Range': etagOf(feed) })).toMatchObject({ status: 206, text: 'rss' })
  expect(await range({ 'If-Range': lastModified })).toMatchObject({ status: 206, text: 'rss' })
  expect(await range({ 'If-Range': '"older"' })).toMatchObject({ status: 200, text: feed })
  expect(await range({ 'If-Range': `W/${etagOf(feed)}` })).toMatchObject({ status: 200, text: feed })
})

test('the key of an object is exactly the decoded path', async () => {
  const keys = ['a b+c.txt', 'ä/日本/😀.txt', '100%.txt', "q?x#y'.txt", 'a//b', '{}[]|.txt']
  const { started, bucket } = site(Object.fromEntries(keys.map((key) => [key, { body: key }])))
  const { ask } = await started
  for (const key of keys) {
    const path = key.split('/').map(encodeURIComponent).join('/')
    expect(await ask(`/${path.replace('%2B', '+')}`)).toMatchObject({ status: 200, text: key })
  }
  expect(await ask('/a%2F%2Fb?version=1')).toMatchObject({ status: 200, text: 'a//b' })
  expect(bucket.requests.every(({ bucket: name }) => name === 'site')).toBe(true)
})

test.each(['/../other/secret', '/a/%2e%2e/%2E%2E/secret', '/..%2Fsecret', '/./x', '/a/..', '/%2e'])(
  'a path with dot segments reads no object: %s',
  async (path) => {
    const { started, bucket } = site({ secret: { body: 'x' }, x: { body: 'x' } })
    const { ask } = await started
    expect(await ask(path)).toMatchObject({ status: 403, text: expect.stringContaining('AccessDenied') })
    expect(bucket.requests).toEqual([])
  },
)

test('a path with escapes that are not UTF-8 is a bad request', async () => {
  const { ask } = await site().started
  expect((await ask('/%ff.txt')).status).toBe(400)
  expect((await ask('/100%.txt')).status).toBe(400)
})

test('a missing object is forbidden where CloudFront may not list the bucket', async () => {
  const { ask } = await site().started
  expect(await ask('/missing')).toMatchObject({
    status: 403,
    text: expect.stringContaining('<Code>AccessDenied</Code>'),
  })
  expect((await ask('/')).status).toBe(403)
})

test('a missing object is not found where CloudFront may list the bucket', async () => {
  const origin = { kind: 'bucket', bucketName: 'site', listable: true } as const
  const behaviors = [{ ...bucketBehavior, origin }]
  const { ask } = await serve({ distribution: { behaviors }, fetchObject: memoryBucket({}).fetchObject })
  expect(await ask('/missing')).toMatchObject({ status: 404, text: expect.stringContaining('NoSuchKey') })
})

test('writing is forbidden even where the behaviour allows the method', async () => {
  const behaviors = [{ ...bucketBehavior, allowedMethods: ['GET', 'PUT', 'OPTIONS'] }]
  const bucket = memoryBucket({})
  const { ask } = await serve({ distribution: { behaviors }, fetchObject: bucket.fetchObject })
  expect((await ask('/feed.xml', { method: 'PUT', body: 'x' })).status).toBe(403)
  expect((await ask('/feed.xml', { method: 'OPTIONS' })).status).toBe(403)
  expect(bucket.requests).toEqual([])
})

test('a failing bucket is a bad gateway', async () => {
  expectErrors()
  const { ask } = await serve({})
  expect((await ask('/feed.xml')).status).toBe(502)
})
