import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { etagOf, memoryBucket } from './memory-bucket.ts'
import { bucketBehavior, serve } from './serve.ts'

const page = '<p>all the news</p>'.repeat(100)
const html = { 'Content-Type': 'text/html; charset=utf-8' }

async function site(body: string, headers: Record<string, string>, compress = true) {
  const { fetchObject } = memoryBucket({ page: { body, headers } })
  return serve({ distribution: { behaviors: [{ ...bucketBehavior, compress }] }, fetchObject })
}

test('a page is compressed with an encoding that the visitor accepts, and has a weak tag', async () => {
  const { ask } = await site(page, html)
  const brotli = await ask('/page', { headers: { 'Accept-Encoding': 'gzip, deflate, br' } })
  expect(brotli.headers).toMatchObject({ 'content-encoding': 'br', etag: `W/${etagOf(page)}`, vary: 'Accept-Encoding' })
  expect(brotli.headers['content-length']).toBeUndefined()
  expect(brotliDecompressSync(brotli.bytes).toString()).toBe(page)
  const gzip = await ask('/page', { headers: { 'Accept-Encoding': 'gzip, br;q=0' } })
  expect(gzip.headers['content-encoding']).toBe('gzip')
  expect(gunzipSync(gzip.bytes).toString()).toBe(page)
})

test('the weak tag of a compressed page gives a 304', async () => {
  const { ask } = await site(page, html)
  const headers = { 'Accept-Encoding': 'br', 'If-None-Match': `W/${etagOf(page)}` }
  expect(await ask('/page', { headers })).toMatchObject({ status: 304, headers: { etag: `W/${etagOf(page)}` } })
})

test('HEAD has the headers of GET', async () => {
  const { ask } = await site(page, html)
  const answer = await ask('/page', { method: 'HEAD', headers: { 'Accept-Encoding': 'br' } })
  expect(answer).toMatchObject({
    status: 200,
    text: '',
    headers: { 'content-encoding': 'br', etag: `W/${etagOf(page)}` },
  })
})

test.each([
  ['without an Accept-Encoding header', page, html, '', true],
  ['below 1,000 bytes', page.slice(0, 999), html, 'br', true],
  ['above 10,000,000 bytes', 'x'.repeat(10_000_001), html, 'br', true],
  ['if the type is already compressed, such as JPEG', page, { 'Content-Type': 'image/jpeg' }, 'br', true],
  [
    'if the type is Atom, which CloudFront does not compress',
    page,
    { 'Content-Type': 'application/atom+xml' },
    'br',
    true,
  ],
  ['twice', page, { ...html, 'Content-Encoding': 'identity' }, 'br', true],
  ['if the behaviour does not compress', page, html, 'br', false],
])('nothing is compressed %s', async (_name, body, headers, accepted, compress) => {
  const { ask } = await site(body, headers, compress)
  const answer = await ask('/page', { headers: { 'Accept-Encoding': accepted } })
  expect(answer.headers.etag).toBe(etagOf(body))
  expect(answer.text).toBe(body)
})

test('a part of a page is never compressed', async () => {
  const { ask } = await site(page, html)
  const answer = await ask('/page', { headers: { 'Accept-Encoding': 'br', Range: 'bytes=0-1499' } })
  expect(answer).toMatchObject({ status: 206, text: page.slice(0, 1500) })
})

test('an uncompressed page still has Vary: Accept-Encoding', async () => {
  const { ask } = await site(page, html)
  expect((await ask('/page')).headers.vary).toBe('Accept-Encoding')
})
