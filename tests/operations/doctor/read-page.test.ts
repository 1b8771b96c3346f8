import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { readCertificate, readPage } from '../../../operations/doctor/read-page.ts'

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // of a TCP server
}

test('a document is asked for again with its validators', async () => {
  const url = await serve(({ headers }, response) => {
    response.setHeader('etag', '"1"').setHeader('content-type', 'application/rss+xml')
    if (headers['if-none-match'] === '"1"') response.statusCode = 304
    response.end(response.statusCode === 304 ? undefined : '<rss/>')
  })
  expect(await readPage(url, { timeout: 5_000, twice: true })).toEqual({
    kind: 'found',
    value: {
      ...{ status: 200, etag: '"1"', lastModified: undefined, type: 'application/rss+xml' },
      ...{ isCloudFront: false, body: '<rss/>', again: 304 },
    },
  })
})

test('a server that does not answer is given up', async () => {
  const url = await serve(() => {})
  expect(await readPage(url, { timeout: 50 })).toEqual({
    kind: 'unreadable',
    reason: 'there was no answer within 0.05 seconds',
  })
})

test('an endless document is cut', async () => {
  const url = await serve((_request, response) => {
    const write = () => void response.write('x'.repeat(1024 * 1024), () => !response.destroyed && write())
    write()
  })
  const answer = await readPage(url, { timeout: 20_000 })
  expect(answer.kind === 'found' && answer.value.body.length).toBeLessThan(6 * 1024 ** 2)
})

test('a port without TLS has no certificate', async () => {
  const { port } = new URL(await serve(() => {}))
  expect(await readCertificate('127.0.0.1', Number(port), 2_000)).toMatchObject({ kind: 'unreadable' })
})
