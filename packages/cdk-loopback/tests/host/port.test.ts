import { connect, createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { listen, reservePort, urlOf } from '../../src/host/port.ts'

const setting = '--port or APP_PORT'

test('a reserved port is not available to others before its release', async () => {
  const reserved = await reservePort(0, setting)
  await expect(reservePort(reserved.port, setting)).rejects.toThrow(
    `Port ${reserved.port} is taken: choose another one with --port or APP_PORT, or 0 for any free one.`,
  )
  await reserved.release()
  await reserved.release()
  const server = createServer().listen(reserved.port, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  await new Promise((resolve) => server.close(resolve))
})

test('a server takes a reserved port over while others cannot have it', async () => {
  const reserved = await reservePort(0, setting)
  const server = createServer((socket) => socket.end('here'))
  await listen(server, reserved)
  await reserved.release()
  await expect(reservePort(reserved.port, setting)).rejects.toThrow(`Port ${reserved.port} is taken`)
  expect(await text(connect(reserved.port, '127.0.0.1'))).toBe('here')
  await new Promise((resolve) => server.close(resolve))
  await (await reservePort(reserved.port, setting)).release()
})

test('the URL of a server on all addresses is that of loopback; an IPv6 address is in brackets', () => {
  const urls = ['127.0.0.1', '0.0.0.0', '::', '192.0.2.1', '2001:db8::1'].map((bind) => urlOf(bind, 4000))
  const local = 'http://127.0.0.1:4000'
  expect(urls).toEqual([local, local, local, 'http://192.0.2.1:4000', 'http://[2001:db8::1]:4000'])
})
