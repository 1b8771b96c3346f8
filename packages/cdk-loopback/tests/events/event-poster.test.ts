import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { order, startEventStack } from './event-stack.ts'

type Received = { readonly type: string | undefined; readonly event: Record<string, unknown> }

/** Starts a receiver of events. `answers` are the statuses of its first answers; then it answers 200. */
async function startReceiver(...answers: number[]) {
  const received: Received[] = []
  const listener: RequestListener = (request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      received.push({ type: request.headers['content-type'], event: JSON.parse(body) })
      response.writeHead(answers.shift() ?? 200).end()
    })
  }
  const server = createServer(listener)
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  await listen(0)
  const { port } = server.address() as AddressInfo // a TCP server's address is always an AddressInfo
  const stop = () => new Promise((resolve) => (server.listening ? server.close(resolve) : resolve(undefined)))
  onTestFinished(async () => {
    server.closeAllConnections()
    await stop()
  })
  return { received, url: `http://127.0.0.1:${port}/events`, stop, resume: () => listen(port) }
}

const pattern = JSON.stringify({ source: ['shop'] })

test('events of the stack’s buses are posted as JSON if they match the pattern', async () => {
  const { received, url } = await startReceiver()
  const { put } = await startEventStack({}, { postEvents: { url, pattern } })
  await put(
    order({ id: 1 }),
    { ...order({ id: 2 }), Source: 'other' },
    { ...order({ id: 3 }), EventBusName: 'default' },
  )
  await expect.poll(() => received).toHaveLength(1)
  expect(received).toMatchObject([
    {
      type: 'application/json',
      event: { version: '0', source: 'shop', 'detail-type': 'Order Placed', detail: { id: 1 }, region: 'us-east-1' },
    },
  ])
})

test('a receiver that is busy or fails gets the event again, but one that refuses it does not', async () => {
  const { received, url } = await startReceiver(503, 429)
  const { put, log } = await startEventStack({}, { postEvents: { url, pattern } })
  await put(order())
  await expect.poll(() => received).toHaveLength(3)
  expect(new Set(received.map(({ event }) => event.id)).size).toBe(1)
  const refusing = await startReceiver(400)
  const second = await startEventStack({}, { postEvents: { url: refusing.url, pattern } })
  await second.put(order({ id: 1 }))
  await expect.poll(() => second.log).toHaveLength(1)
  expect(second.log[0]).toMatch(/could not be posted: 127\.0\.0\.1:\d+ answered 400$/)
  await second.put(order({ id: 2 }))
  await expect.poll(() => refusing.received.map(({ event }) => event.detail)).toEqual([{ id: 1 }, { id: 2 }])
  expect(log).toHaveLength(2)
})

test('events wait for a receiver that is down, also across a restart, and idle does not wait for them', async () => {
  const { received, url, stop, resume } = await startReceiver()
  await stop()
  const first = await startEventStack({}, { postEvents: { url, pattern } })
  await first.put(order())
  await expect.poll(() => first.log).not.toEqual([])
  await first.stack.idle()
  await resume()
  await first.restart()
  await expect.poll(() => received).toHaveLength(1)
})
