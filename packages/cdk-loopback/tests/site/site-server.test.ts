import { connect, createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { expect, onTestFinished, test } from 'vitest'
import { createViewerReader } from '../../src/host/viewer-address.ts'
import { startSite } from '../../src/site/site-server.ts'
import { memoryBucket } from './memory-bucket.ts'
import { apiBehavior, planOf, route, serve } from './serve.ts'

const { fetchObject } = memoryBucket({ 'index.html': { body: 'home' } })

test('the error for a taken port names it', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  onTestFinished(() => void taken.close())
  const address = taken.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const error = await serve({ port }).then(undefined, (reason: unknown) => reason)
  expect(error).toMatchObject({ message: expect.stringContaining(`port ${port}`), cause: { code: 'EADDRINUSE' } })
})

test('a stack without a distribution is refused', async () => {
  const plan = planOf(undefined, [])
  const started = startSite({ plan, port: 0, fetchObject, invoke: async () => '', send: async () => ({}) })
  await expect(started).rejects.toThrow('The stack Demo has no CloudFront distribution to serve.')
})

test('the server listens on loopback only and stops when closed', async () => {
  const site = await serve({ fetchObject })
  expect(site.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect((await site.ask('/index.html')).text).toBe('home')
  await site.close()
  await expect(site.ask('/index.html')).rejects.toThrow('ECONNREFUSED')
})

test.each(['OPTIONS *', 'GET http://elsewhere.example/index.html'])(
  'a target that is not a path is a bad request: %s',
  async (line) => {
    const { url } = await serve({ fetchObject })
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.end(`${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    expect(await text(socket)).toMatch(/^HTTP\/1.1 400 /)
  },
)

test('a visitor who disconnects early does not affect others', async () => {
  const endless = memoryBucket({ big: { body: 'x'.repeat(5_000_000) } })
  const { url, ask } = await serve({ fetchObject: endless.fetchObject })
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write('GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await new Promise((resolve) => socket.once('data', resolve))
  socket.destroy()
  expect((await ask('/big')).bytes.length).toBe(5_000_000)
})

test('the site is reached under its own names only, which other pages may request and embed', async () => {
  const { ask } = await serve({ fetchObject, hosts: ['news.example'] })
  const statusFor = async (host: string) => (await ask('/index.html', { headers: { host } })).status
  for (const host of ['127.0.0.1:4000', 'LocalHost', '[::1]:4000', 'news.example', 'News.Example:443'])
    expect(await statusFor(host)).toBe(200)
  for (const host of ['evil.example', 'news.example.evil.example', '127.0.0.1.evil.example', '10.0.0.1', ':80'])
    expect(await statusFor(host)).toBe(421)
  const page = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }
  expect((await ask('/index.html', { headers: { ...page, host: 'news.example' } })).status).toBe(200)
})

test('a site that other machines reach also answers to every address, but to no other name', async () => {
  const { ask } = await serve({ fetchObject, isOpen: true })
  const statusFor = async (host: string) => (await ask('/index.html', { headers: { host } })).status
  for (const host of ['192.0.2.1:4000', '[2001:db8::1]:4000', 'localhost']) expect(await statusFor(host)).toBe(200)
  for (const host of ['evil.example', '192.0.2.1.evil.example']) expect(await statusFor(host)).toBe(421)
})

test('functions and the access log see the viewer behind a trusted proxy, and what the viewer itself sent', async () => {
  const events: APIGatewayProxyEventV2[] = []
  const logged: string[] = []
  const { ask } = await serve({
    distribution: { behaviors: [apiBehavior] },
    routes: [route('GET /who')],
    invoke: async (_name, event) => {
      events.push(event as APIGatewayProxyEventV2) // what the site invokes it with
      return { statusCode: 200 }
    },
    readViewer: createViewerReader(['127.0.0.1']),
    accessLog: { add: ({ address }) => void logged.push(address) },
  })
  await ask('/who', { headers: { 'x-forwarded-for': '1.1.1.1, 198.51.100.7' } })
  await ask('/who', { headers: {} })
  expect(events.map(({ headers }) => headers['x-forwarded-for'])).toEqual([
    '1.1.1.1, 198.51.100.7, 127.0.0.1',
    '127.0.0.1, 127.0.0.1',
  ])
  expect(logged).toEqual(['198.51.100.7', '127.0.0.1'])
})
