import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createClock } from 'cdk-loopback/clock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { pingedHub } from '../../core/feeds/ping.ts'
import type { PublishMessage } from '../../core/messages.ts'
import { pingHub } from '../../lambdas/ping-hub.ts'
import { site } from '../core/reading/sample.ts'
import { type ArticleLambdas, openArticleLambdas, type Process } from '../support/article-lambdas.ts'

const hub = 'https://hub.example/'
const siteWithHub = { ...site, publication: { ...site.publication, hub } }

describe('a hub', () => {
  const received: string[] = []
  let answer: (response: ServerResponse, request: IncomingMessage) => void
  const server = createServer(async (request, response) => {
    received.push(`${request.method} ${request.headers['content-type']} ${await text(request)}`)
    answer(response, request)
  })
  const ping = (timeout = 5_000) => {
    const { port } = server.address() as AddressInfo // a TCP server's address is always an AddressInfo
    const body = JSON.stringify({ feedUrl: 'https://a.example/topics/a%26b/feed.xml' })
    return pingHub(body, { hub: `http://127.0.0.1:${port}/publish`, timeout })
  }

  beforeEach(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)))
  afterEach(() => {
    received.length = 0
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })

  test.each([200, 202, 204])('gets the address of a feed, and %i counts as success', async (status) => {
    answer = (response) => response.writeHead(status).end()
    await ping()
    const feed = encodeURIComponent('https://a.example/topics/a%26b/feed.xml')
    expect(received).toEqual([
      `POST application/x-www-form-urlencoded;charset=UTF-8 hub.mode=publish&hub.url=${feed}&hub.topic=${feed}`,
    ])
  })

  test.each([301, 400, 404, 429, 503])(
    'makes the message fail with the answer %i, so that it is retried',
    async (status) => {
      answer = (response) => response.writeHead(status, { location: '/elsewhere' }).end('<html>')
      await expect(ping()).rejects.toThrow(`The hub answered ${status}`)
      expect(received).toHaveLength(1)
    },
  )

  test('makes the message fail if it hangs, closes the connection or is unreachable', async () => {
    answer = () => {}
    await expect(ping(50)).rejects.toThrow()
    answer = (response) => response.destroy()
    await expect(ping()).rejects.toThrow()
    const { port } = server.address() as AddressInfo // as above
    await expect(
      pingHub('{"feedUrl":"x"}', { hub: `http://127.0.0.1:${port === 1 ? 2 : 1}/`, timeout: 5_000 }),
    ).rejects.toThrow()
  })
})

test.each([
  ['https://news.example', hub, hub],
  ['http://127.0.0.1:4000', hub, undefined],
  ['http://127.0.0.1:4000', 'http://localhost:8080/', 'http://localhost:8080/'],
  ['https://news.example', undefined, undefined],
])('a site at %s with the hub %s pings %s', (url, configured, pinged) => {
  expect(pingedHub({ url, publication: { ...site.publication, hub: configured } })).toBe(pinged)
})

describe('pings', () => {
  let lambdas: ArticleLambdas
  let process: Process
  beforeEach(async () => {
    lambdas = await openArticleLambdas(createClock(), siteWithHub)
    process = lambdas.startProcess()
  })
  afterEach(() => lambdas.close())

  async function store(name: string, title: string, topic: string): Promise<PublishMessage[]> {
    await lambdas.upload(`articles/${name}.md`, `---\ntopics: [${topic}]\ndate: 2026-01-01\n---\n# ${title}\n\nText.\n`)
    for (const event of lambdas.takeEvents()) await process.ingest(event)
    return process.messages.splice(0)
  }
  const takePings = (by: Process = process) =>
    by.pings
      .splice(0)
      .map(({ feedUrl }) => feedUrl.replace(`${site.url}/`, ''))
      .sort()
  const feedsIn = (...folders: string[]) =>
    folders.flatMap((folder) => ['atom.xml', 'feed.json', 'feed.xml'].map((file) => folder + file)).sort()

  test('are for exactly the feeds that changed', async () => {
    for (const message of await store('a', 'Night mail', 'rail')) await process.publish(message)
    expect(takePings()).toEqual(feedsIn('', 'topics/rail/'))
    for (const message of await store('b', 'Letters', 'post')) await process.publish(message)
    expect(takePings()).toEqual(feedsIn('', 'topics/post/'))
    for (const message of await store('a', 'Night mail', 'rail')) await process.publish(message)
    expect(takePings()).toEqual([])
    await lambdas.uploads.remove('articles/b.md')
    for (const event of lambdas.takeEvents()) await process.ingest(event)
    for (const message of process.messages.splice(0)) await process.publish(message)
    expect(takePings()).toEqual(feedsIn('', 'topics/post/'))
  })

  test('are made on the retry if the first builder stopped after writing a feed', async () => {
    const victim = lambdas.startProcess()
    const [message] = await store('a', 'Night mail', 'rail')
    if (!message) throw new Error('There is no message')
    const last = { operation: 'PutObject', key: 'topics/rail/index.html' }
    lambdas.faults.add({ ...last, fault: 'kill-after', accessKey: victim.accessKey })
    expect(await victim.publish(message)).toBe('killed')
    await process.publish(message, 2)
    expect(takePings()).toEqual(feedsIn('', 'topics/rail/'))
  })

  test('are not made if publication.json has no hub', async () => {
    await using other = new AsyncDisposableStack()
    const withoutHub = other.adopt(await openArticleLambdas(), (lambdas) => lambdas.close())
    const quiet = withoutHub.startProcess()
    await withoutHub.upload('articles/a.md', '# A\n\nText.\n')
    await withoutHub.settle(quiet)
    expect(await withoutHub.readTitles()).toEqual(['A'])
    expect(quiet.pings).toEqual([])
  })
})
