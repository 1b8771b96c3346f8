import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3'
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { createClock } from 'cdk-loopback/clock'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { backlogMaximum, messagesPerPage } from '../../core/deployment/limits.ts'
import { issueKey, secretKey } from '../../core/keys.ts'
import type { CompleteMessage } from '../../core/messages.ts'
import type { Site } from '../../core/site.ts'
import { logger } from '../../lambdas/runtime/logger.ts'
import { site as sampleSite } from '../core/reading/sample.ts'
import { type ArticleLambdas, openArticleLambdas, type Process } from '../support/article-lambdas.ts'
import { readFiles } from '../support/read-state.ts'

const site: Site = { ...sampleSite, publication: { ...sampleSite.publication, feedWindow: 2 } }

const uploads = 4_000

let lambdas: ArticleLambdas
let process: Process

beforeAll(() => logger.setLogLevel('SILENT'))
afterAll(() => logger.setLogLevel('INFO'))
beforeEach(async () => {
  lambdas = await openArticleLambdas(createClock(), site)
  process = lambdas.startProcess()
})
afterEach(() => lambdas.close())

const markdown = (title: string, fields = 'topics: [rail]\nauthor: Ada') =>
  `---\ntitle: ${title}\n${fields}\n---\n![Map](map.png) It left at eight.\n`
const readSite = () => readFiles(lambdas.s3, 'site', '')
const pending = async () =>
  (await Promise.all(['daily', 'weekly', 'monthly'].map((digest) => lambdas.issues.listPending(digest, 100)))).flat()

/** Runs complete-deployment until nothing continues it. Returns the number of runs. */
async function walk(by = process, version = 'one', message: CompleteMessage = {}): Promise<number> {
  let runs = 0
  for (let next: CompleteMessage | undefined = message; next; next = by.services.commands.messages.shift()) {
    await by.complete(next, version)
    runs += 1
  }
  return runs
}

/** Processes all messages that wait for other Lambdas. */
async function work(by = process): Promise<void> {
  await by.catchUp()
  for (const message of by.messages.splice(0)) await by.publish(message)
}

/** Takes the messages that wait for other Lambdas, in a form that can be compared. */
function takeMessages({ services: { ingest, publish } }: Process): string[] {
  return [...ingest.messages.splice(0), ...publish.messages.splice(0)].map((message) => JSON.stringify(message))
}

async function publishArchive(): Promise<void> {
  for (let n = 0; n < 5; n += 1) await lambdas.upload(`articles/${n}.md`, markdown(`Article ${n}`))
  await lambdas.upload('articles/map.png', 'pixels')
  await lambdas.upload('articles/old.md', markdown('Moved', 'topics: [gone]'))
  await lambdas.upload('articles/new.md', markdown('Other'))
  await lambdas.upload('articles/draft.md', markdown('Draft', 'draft: true'))
  await lambdas.upload(`backfill/${'long/'.repeat(190)}a.md`, markdown('Long ago', 'date: 2019-05-05'))
  await lambdas.settle()
  await lambdas.upload('articles/new.md', markdown('Moved', 'topics: [gone]'))
  await lambdas.uploads.remove('articles/old.md')
  await lambdas.settle()
  await lambdas.uploads.remove(`backfill/${'long/'.repeat(190)}a.md`)
  await lambdas.settle()
}

/** Replaces all files of the site except copies of uploads, as if another version had written them. */
async function spoilSite(): Promise<void> {
  for (const path of Object.keys(await readSite())) {
    if (path.endsWith('map.png')) continue
    await lambdas.s3.send(new PutObjectCommand({ Bucket: 'site', Key: path, Body: 'an earlier version' }))
  }
}

const listEtags = async () => {
  const { Contents = [] } = await lambdas.s3.send(new ListObjectsV2Command({ Bucket: 'site' }))
  return Contents.map(({ Key, ETag, LastModified }) => ({ Key, ETag, LastModified }))
}

test('a stack without uploads gets its whole site and its signing keys', async () => {
  expect(await walk()).toBe(1)
  await work()
  const files = await readSite()
  expect(Object.keys(files).map((path) => path.replace(/\.[0-9a-f]{12}\./, '.'))).toEqual(
    expect.arrayContaining([
      ...['index.html', 'feed.xml', 'atom.xml', 'feed.json', '404.html', 'style.css', 'search.js', 'icon.svg'],
      ...['robots.txt', 'sitemap.xml', 'feeds.opml', 'subscribe/index.html', 'issues/index.html'],
    ]),
  )
  const { secret } = await readSecret()
  expect(secret).toBeDefined()
  await walk(process, 'two')
  expect((await readSecret()).secret).toEqual(secret)
})

async function readSecret() {
  const { Item } = await lambdas.dynamo.send(new GetCommand({ TableName: 'subscribers', Key: secretKey }))
  return { secret: Item?.secrets }
}

describe('a new version', () => {
  test('writes every file again, with the same bytes', async () => {
    await walk()
    await work()
    await publishArchive()
    const before = await readSite()
    expect(Object.keys(before)).toEqual(expect.arrayContaining(['archives/1/feed.xml', 'topics/gone/index.html']))
    expect(before['articles/moved/index.html']).toContain('refresh')
    await spoilSite()
    await walk(process, 'two')
    await work()
    expect(await readSite()).toEqual(before)
  })

  test('that changes no document writes none, and changes no row of an article', async () => {
    await publishArchive()
    await walk()
    await work()
    const [etags, { rows }] = [await listEtags(), await lambdas.readState()]
    lambdas.clock.move(60_000)
    await walk(process, 'two')
    await work()
    expect(await listEtags()).toEqual(etags)
    const { 'deployment deployment': _, ...after } = (await lambdas.readState()).rows
    const { 'deployment deployment': __, ...before } = rows
    expect(after).toEqual(before)
  })

  test('makes no article pending again, not even for a new digest, and corrects none', async () => {
    await publishArchive()
    const marks = await pending()
    const record = await lambdas.readRecord('articles/1.md')
    const { daily } = site.publication.digests
    if (!daily) throw new Error('The sample has no daily digest')
    const topics = [{ slug: 'rail', name: 'Railways' }]
    const digests = { ...site.publication.digests, monthly: { ...daily, title: 'Monthly' } }
    const publication = { ...site.publication, title: 'The Evening Post', topics, digests }
    lambdas.clock.move(86_400_000)
    const renamed = lambdas.startProcess({ ...site, publication })
    await walk(renamed, 'two')
    await work(renamed)
    expect(await pending()).toEqual(marks)
    const after = await lambdas.readRecord('articles/1.md')
    expect(after?.article?.topics).toEqual(topics)
    expect(after?.article?.updatedAt).toBe(record?.article?.updatedAt)
    const pages = Object.entries(await readSite()).filter(([path]) => path.endsWith('.html'))
    expect(pages.length).toBeGreaterThan(20)
    expect(pages.filter(([, page]) => !page.includes('The Evening Post')).map(([path]) => path)).toEqual([])
  })

  test('removes static files that it no longer has, and keeps old style sheets', async () => {
    await walk()
    await work()
    const put = (path: string) =>
      lambdas.s3.send(new PutObjectCommand({ Bucket: 'site', Key: path, Body: 'an earlier version' }))
    for (const path of ['humans.txt', 'style.000000000000.css']) await put(path)
    await lambdas.staticFiles.put([...(await lambdas.staticFiles.get()), 'humans.txt'])
    await walk(process, 'two')
    await work()
    const paths = Object.keys(await readSite())
    expect(paths).toContain('style.000000000000.css')
    expect(paths).not.toContain('humans.txt')
    expect(await lambdas.staticFiles.get()).not.toContain('humans.txt')
  })

  test('begins again during the walk of the previous one', async () => {
    await publishArchive()
    await process.complete({}, 'one')
    process.services.commands.messages.splice(0)
    await walk(process, 'two')
    expect(await lambdas.deployments.get()).toMatchObject({ version: 'two', finishedAt: expect.any(String) })
  })
})

describe('a finished deployment', () => {
  beforeEach(async () => {
    await walk()
    await work()
    lambdas.countCalls()
  })

  test('costs one read each minute', async () => {
    expect(await walk()).toBe(1)
    expect([...lambdas.countCalls()]).toEqual([['GetItem', 1]])
    expect(process.messages).toEqual([])
  })

  test('is done again if an operator orders it or a rollback demands it', async () => {
    await walk(process, 'one', { restart: true })
    expect(process.messages).toContainEqual({ kind: 'static' })
  })
})

describe('two concurrent walks', () => {
  test('leave the same site as one, and one of them stops', async () => {
    await publishArchive()
    const other = lambdas.startProcess()
    await Promise.all([walk(process, 'one'), walk(other, 'one')])
    const stored = await lambdas.deployments.get()
    expect(stored).toMatchObject({ version: 'one', finishedAt: expect.any(String) })
    await Promise.all([work(process), work(other)])
    const once = await readSite()
    await spoilSite()
    await walk(process, 'two')
    await work()
    expect(await readSite()).toEqual(once)
  })
})

describe('a walk that failed', () => {
  test('after any of its calls is finished by the next minute, and no message is missing', async () => {
    await publishArchive()
    await walk()
    const expected = takeMessages(process)
    for (const fault of ['kill-before', 'kill-after', 'fail'] as const) {
      for (let nth = 1, failed = true; failed; nth += 1) {
        const version = `${fault} ${nth}`
        const victim = lambdas.startProcess()
        const rule = lambdas.faults.add({ fault, nth, accessKey: victim.accessKey })
        await walk(victim, version).catch(() => {})
        failed = rule.hits > 0
        lambdas.faults.clear()
        await walk(process, version)
        expect(await lambdas.deployments.get()).toMatchObject({ version, finishedAt: expect.any(String) })
        expect(new Set([...takeMessages(victim), ...takeMessages(process)])).toEqual(new Set(expected))
      }
    }
  })
})

test('the pages of issues are written again, also those of a digest that was removed from publication.json', async () => {
  const [daily] = Object.values(site.publication.digests)
  if (!daily) throw new Error('The sample has no digest')
  const changed = (...names: string[]) => {
    const digests = Object.fromEntries(names.map((name) => [name, daily]))
    return lambdas.startProcess({ ...site, publication: { ...site.publication, digests } })
  }
  await walk(changed('the-week'))
  for (const [digest, number] of [
    ['the-week', 3],
    ['daily', 1],
  ] as const) {
    const Item = { ...issueKey(digest, number), issue: { digest, number } }
    await lambdas.dynamo.send(new PutCommand({ TableName: 'issues', Item }))
  }
  const later = changed('press')
  await walk(later, 'two')
  expect(later.messages.filter(({ kind }) => kind === 'issue')).toEqual([
    { kind: 'issue', digest: 'daily', number: 1 },
    ...[1, 2, 3].map((number) => ({ kind: 'issue', digest: 'the-week', number })),
  ])
})

describe('while many messages wait', () => {
  const others = Array.from({ length: backlogMaximum + 1 }, () => ({ kind: 'check', key: 'articles/1.md' }) as const)

  test.each(['ingest', 'publish'] as const)(
    'in the %s queue, a walk writes only static files, and then waits',
    async (name) => {
      await publishArchive()
      const { messages } = process.services[name]
      messages.push(...(others as never[])) // the walk only counts them
      await walk()
      expect(await lambdas.deployments.get()).toMatchObject({
        place: { step: 'listings' },
        counts: { static: 2, listings: 0 },
      })
      expect(messages).toHaveLength(others.length + (name === 'publish' ? 2 : 0))
      await walk()
      expect(process.services.commands.messages).toEqual([])
      messages.splice(0, others.length)
      await walk()
      expect(await lambdas.deployments.get()).toMatchObject({ finishedAt: expect.any(String), counts: { static: 2 } })
    },
  )
})

test('thousands of uploads are checked in bounded runs', async () => {
  for (let n = 0; n < uploads; n += 100)
    await Promise.all(Array.from({ length: 100 }, (_, m) => lambdas.upload(`articles/${n + m}.md`, '')))
  const { commands, ingest } = process.services
  const keys = new Set<string>()
  let runs = 0
  for (let next: CompleteMessage | undefined = {}; next; next = commands.messages.shift()) {
    lambdas.countCalls()
    await process.complete(next)
    const calls = [...lambdas.countCalls().values()].reduce((sum, count) => sum + count, 0)
    expect(calls).toBeLessThan(60)
    const messages = ingest.messages.splice(0)
    expect(messages.length).toBeLessThan(2 * messagesPerPage)
    for (const { key } of messages) keys.add(key)
    runs += 1
  }
  expect(keys.size).toBe(uploads)
  expect(runs).toBeGreaterThanOrEqual(uploads / messagesPerPage)
})
