import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { type ClientLimits, createHttpServer } from '../../src/host/http-server.ts'

const answer: RequestListener = (_incoming, outgoing) => void outgoing.end('here')

/** Starts a server. Returns a function that connects to it. */
async function start(limits: ClientLimits, listener = answer): Promise<() => Socket> {
  const server = createHttpServer(listener, limits).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo // a TCP server's address is always an AddressInfo
  return () => {
    const socket = connect(port, '127.0.0.1').on('error', () => {})
    onTestFinished(() => void socket.destroy())
    return socket
  }
}

test.each([
  ['sends nothing', ''],
  ['never ends its headers', 'GET / HTTP/1.1\r\nHost: localhost\r\n'],
])('a client that %s is cut off', async (_what, sent) => {
  const open = await start({ headersMs: 20, lookMs: 10 })
  const socket = open()
  socket.write(sent)
  expect(await text(socket)).toMatch(/^HTTP\/1.1 408 /)
})

test('a client that never ends its body is cut off', async () => {
  const open = await start({ headersMs: 20, requestMs: 40, lookMs: 10 }, (incoming) => incoming.resume())
  const socket = open()
  socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc')
  expect(await text(socket)).toMatch(/^HTTP\/1.1 408 /)
})

test('a client that does not read its answer is cut off', async () => {
  const closed = Promise.withResolvers<void>()
  const open = await start({ stalledMs: 50 }, (_incoming, outgoing) => {
    outgoing.on('close', closed.resolve)
    outgoing.write(Buffer.alloc(50_000_000))
  })
  const socket = open()
  socket.pause()
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await closed.promise
})

test('idle connections keep no other client from its answer, up to a limit', async () => {
  const open = await start({ connections: 50 })
  const idle = Array.from({ length: 49 }, open)
  await Promise.all(idle.map((socket) => once(socket, 'connect')))
  const last = open()
  last.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  expect(String(await once(last, 'data'))).toMatch(/^HTTP\/1.1 200 /)
  expect(await text(open())).toBe('')
})
