import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { createClock } from 'cdk-loopback/clock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { articleId } from '../../core/articles/identity.ts'
import { listingsOf } from '../../core/articles/listing.ts'
import type { PublishMessage } from '../../core/messages.ts'
import { type ArticleLambdas, openArticleLambdas, type Process } from '../support/article-lambdas.ts'
import { readFiles } from '../support/read-state.ts'

let lambdas: ArticleLambdas
let process: Process

beforeEach(async () => {
  lambdas = await openArticleLambdas()
  process = lambdas.startProcess()
})
afterEach(() => lambdas.close())

const markdown = (title: string, fields = 'topics: [rail]') =>
  `---\ntitle: ${title}\n${fields}\n---\nIt left at eight.\n`
/** Stops the clock, so that undoing a change restores the same bytes. */
async function stopClock(): Promise<void> {
  await lambdas.close()
  lambdas = await openArticleLambdas(createClock(() => new Date('2026-03-01T08:00:00.137Z')))
  process = lambdas.startProcess()
}
const readSite = () => readFiles(lambdas.s3, 'site', '')

/** Stores an article. Returns the messages to publish it. */
async function store(name: string, text: string | undefined, by: Process = process): Promise<PublishMessage[]> {
  if (text === undefined) await lambdas.uploads.remove(`articles/${name}.md`)
  else await lambdas.upload(`articles/${name}.md`, text)
  for (const event of lambdas.takeEvents()) await by.ingest(event)
  return by.messages.splice(0)
}

async function publish(name: string, text: string | undefined): Promise<void> {
  for (const message of await store(name, text)) await process.publish(message)
}

/** Returns the keys of all files whose writing was attempted since the last call. */
function takeWrites(): string[] {
  return lambdas.takeCalls('PutObject').map((call) => call.key)
}

/** Returns the files that differ from those of a complete rebuild. */
async function findStale(): Promise<string[]> {
  const before = await readSite()
  const records = await lambdas.articles.list('publication')
  const listings = [...new Set(records.flatMap(listingsOf)), 'publication', 'topic/night', 'topic/rail']
  const changes = await Promise.all(
    listings.map(async (listing) => ({ listing, change: await lambdas.changes.add(listing) })),
  )
  for (const { id } of records) await process.publish({ kind: 'article', articleId: id, listings: changes })
  const after = await readSite()
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((path) => before[path] !== after[path])
}

test('publishing a message twice writes no file again', async () => {
  const messages = await store('a', markdown('Night mail'))
  for (const message of messages) await process.publish(message)
  const head = () => lambdas.s3.send(new HeadObjectCommand({ Bucket: 'site', Key: 'feed.xml' }))
  const { ETag, LastModified } = await head()
  const once = await lambdas.readState()
  lambdas.clock.move(60_000)
  takeWrites()
  for (const message of messages) await process.publish(message)
  await process.publish({ kind: 'static' })
  takeWrites()
  await process.publish({ kind: 'static' })
  expect(takeWrites()).toEqual([])
  expect(await head()).toMatchObject({ ETag, LastModified })
  expect(await lambdas.readState()).toMatchObject({ rows: once.rows, site: once.site })
})

test('a complete rebuild of the same articles gives the same bytes and writes nothing', async () => {
  await publish('a', markdown('Night mail'))
  await publish('b', markdown('Day mail', 'author: Ada'))
  lambdas.clock.move(86_400_000)
  takeWrites()
  expect(await findStale()).toEqual([])
  expect(takeWrites()).toEqual([])
})

test('a correction writes the documents that show the article, and none of another topic', async () => {
  await publish('a', markdown('Night mail', 'topics: [rail]\ndate: 2026-01-01'))
  await publish('b', markdown('Letters', 'topics: [post]\ndate: 2026-02-01'))
  takeWrites()
  await publish('a', markdown('Night mail, corrected', 'topics: [rail]\ndate: 2026-01-01'))
  const written = takeWrites().filter((path) => !path.startsWith('receipts/') && path.includes('/'))
  expect(written).toEqual(expect.arrayContaining(['articles/night-mail/index.html', 'topics/rail/feed.xml']))
  expect(written.filter((path) => /post|2026\/02|2026-02|letters/.test(path))).toEqual([])
})

test('messages of one batch for the same feed rebuild it once', async () => {
  const messages: PublishMessage[] = []
  for (let n = 0; n < 10; n += 1) messages.push(...(await store(`a${n}`, markdown(`Article ${n}`))))
  takeWrites()
  await Promise.all(messages.map((message) => process.publish(message)))
  const written = takeWrites()
  expect(written.filter((path) => path === 'feed.xml')).toHaveLength(1)
  expect(written.filter((path) => path.startsWith('articles/'))).toHaveLength(10)
  expect(await lambdas.readTitles()).toHaveLength(10)
})

test('a message that cannot be published does not stop the others of its batch', async () => {
  const messages = await store('a', markdown('Night mail'))
  const broken = process.publish({ kind: 'issue', digest: 'daily', number: 99 })
  const [failed, ...done] = await Promise.allSettled([broken, ...messages.map((message) => process.publish(message))])
  expect(failed.status).toBe('rejected')
  expect(done.map(({ status }) => status)).toEqual(['fulfilled'])
  expect(await lambdas.readTitles()).toEqual(['Night mail'])
})

test('a message of an unknown kind fails, so that it waits in the dead-letter queue', async () => {
  const unknown = { kind: 'sitemap' } as unknown as PublishMessage
  await expect(process.publish(unknown)).rejects.toThrow('There is no message of the kind sitemap')
})

describe('two concurrent builders', () => {
  test('leave the same site as one builder, in any order', async () => {
    const other = lambdas.startProcess()
    const messages: PublishMessage[] = []
    for (let n = 0; n < 6; n += 1)
      messages.push(...(await store(`a${n}`, markdown(`Article ${n}`, `topics: [t${n % 2}]`))))
    await Promise.all(messages.map((message, n) => (n % 2 ? process : other).publish(message)))
    expect(await lambdas.readTitles()).toEqual([5, 4, 3, 2, 1, 0].map((n) => `Article ${n}`))
    expect(await findStale()).toEqual([])
  })

  test.each(['feed.xml', 'topics/rail/feed.json', 'topics/index.html', 'archive/index.html'])(
    'leave no older %s, even if one of them writes it late',
    async (file) => {
      const late = lambdas.startProcess()
      const [first] = await store('a', markdown('Night mail', 'topics: [rail]\ndate: 2026-01-01'))
      if (!first) throw new Error('There is no message')
      const hanging = lambdas.faults.add({
        operation: 'PutObject',
        key: file,
        fault: 'hang',
        accessKey: late.accessKey,
      })
      const building = late.publish(first)
      await expect.poll(() => hanging.hits).toBe(1)
      await publish('b', markdown('Day mail', 'topics: [rail, day]\ndate: 2026-02-01'))
      hanging.remove()
      await building
      expect(await lambdas.readTitles('topics/rail/')).toEqual(['Day mail', 'Night mail'])
      expect(await findStale()).toEqual([])
    },
  )

  test('leave the right feed, even if the change of the late one has been undone', async () => {
    await stopClock()
    await publish('a', markdown('Night mail'))
    const late = lambdas.startProcess()
    const [corrected] = await store('a', markdown('Day mail'))
    if (!corrected) throw new Error('There is no message')
    const feeds = { operation: 'PutObject', key: /^(feed|atom|index)/, accessKey: late.accessKey }
    const hanging = lambdas.faults.add({ ...feeds, times: 7, fault: 'hang' })
    const building = late.publish(corrected)
    await expect.poll(() => hanging.hits).toBe(7)
    await publish('a', markdown('Night mail'))
    expect(await lambdas.readTitles()).toEqual(['Night mail'])
    hanging.remove()
    await building
    expect(await lambdas.readTitles()).toEqual(['Night mail'])
    expect(await findStale()).toEqual([])
  })
})

describe('a builder that stopped', () => {
  test('after any of its writes leaves work that the next one completes', async () => {
    await publish('a', markdown('Night mail', 'topics: [rail, night]'))
    let killed = 'killed'
    let writes = 0
    // Files are written a few at a time, so every third write is enough.
    for (; killed === 'killed'; writes += 3) {
      lambdas.clock.move(60_000) // so that the builds are no burst, whose listings wait for a sweep
      const victim = lambdas.startProcess()
      const topics = (writes / 3) % 2 ? 'topics: [rail, night]' : 'topics: [rail]'
      const [message] = await store('a', markdown(`Night mail ${writes}`, topics))
      if (!message) throw new Error('There is no message')
      const operation = /^(PutObject|DeleteObject)$/
      const key = /^(?!.*\.gz$)/ // the compressed forms are written concurrently
      lambdas.faults.add({ operation, key, fault: 'kill-after', nth: writes + 1, accessKey: victim.accessKey })
      killed = (await victim.publish(message)) ?? ''
      await process.publish(message)
      lambdas.faults.clear()
      expect(await findStale()).toEqual([])
    }
    expect(writes).toBeGreaterThan(15)
  })

  test('after it overwrote newer files leaves work that the retry of its message corrects', async () => {
    await stopClock()
    await publish('a', markdown('Night mail'))
    const victim = lambdas.startProcess()
    const [message] = await store('a', markdown('Day mail'))
    if (!message) throw new Error('There is no message')
    const feeds = { operation: 'PutObject', key: /^(feed|atom|index)/, accessKey: victim.accessKey }
    const hanging = lambdas.faults.add({ ...feeds, times: 7, fault: 'hang' })
    const building = victim.publish(message)
    await expect.poll(() => hanging.hits).toBe(7)
    await publish('a', markdown('Night mail'))
    lambdas.faults.add({ operation: 'UpdateItem', key: /^change#/, fault: 'kill-before', accessKey: victim.accessKey })
    hanging.remove()
    expect(await building).toBe('killed')
    expect(await lambdas.readTitles()).toEqual(['Day mail'])
    await process.publish(message, 2)
    expect(await lambdas.readTitles()).toEqual(['Night mail'])
    expect(await findStale()).toEqual([])
  })

  test('before it marked the listing built leaves work that the next one completes', async () => {
    const victim = lambdas.startProcess()
    const [message] = await store('a', markdown('Night mail'))
    if (!message) throw new Error('There is no message')
    lambdas.faults.add({ operation: 'UpdateItem', key: /^change#/, fault: 'kill-before', accessKey: victim.accessKey })
    expect(await victim.publish(message)).toBe('killed')
    await process.publish(message)
    expect(await findStale()).toEqual([])
  })
})

test('a topic without articles loses its place in the overviews, and gets it back', async () => {
  await publish('a', markdown('Night mail', 'topics: [rail, night]'))
  const filled = await readSite()
  await publish('a', markdown('Night mail', 'topics: [rail]'))
  const { 'topics/index.html': overview, ...emptied } = await readSite()
  expect(overview).not.toContain('night')
  expect(Object.keys(emptied)).toContain('topics/night/feed.xml')
  await publish('a', markdown('Night mail', 'topics: [rail, night]'))
  expect(Object.keys(await readSite())).toEqual(Object.keys(filled))
})

test('nothing is published for an article that was never accepted', async () => {
  expect(await store('a', 'no title')).toEqual([])
  await process.publish({ kind: 'article', articleId: articleId('articles/unknown.md'), listings: [] })
  expect(await readSite()).toEqual({})
})
