import { createClock } from 'cdk-loopback/clock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FollowedFeed, followFeed } from '../../../bench/support/follow-feed.ts'
import type { PublishMessage } from '../../../core/messages.ts'
import { site } from '../../core/reading/sample.ts'
import { type ArticleLambdas, openArticleLambdas, type Process } from '../../support/article-lambdas.ts'
import { readFiles } from '../../support/read-state.ts'

const window = 4

let lambdas: ArticleLambdas
let process: Process

beforeEach(async () => {
  lambdas = await openArticleLambdas(createClock(), {
    ...site,
    publication: { ...site.publication, feedWindow: window },
  })
  process = lambdas.startProcess()
})
afterEach(() => lambdas.close())

const readSite = () => readFiles(lambdas.s3, 'site', '')
const follow = async (folder = ''): Promise<FollowedFeed> => followFeed(await readSite(), site.url, folder)

async function store(name: string, text: string | undefined, by: Process = process): Promise<PublishMessage[]> {
  const key = name.includes('/') ? name : `articles/${name}`
  if (text === undefined) await lambdas.uploads.remove(`${key}.md`)
  else await lambdas.upload(`${key}.md`, `---\ntitle: ${text}\ntopics: [rail]\n${datedBy(key)}---\nText of ${text}.\n`)
  for (const event of lambdas.takeEvents()) await by.ingest(event)
  lambdas.clock.move(1000)
  return by.messages.splice(0)
}

/** Returns the date field of `backfill/1999-01-02`: its name is its date. */
function datedBy(key: string): string {
  return key.startsWith('backfill/') ? `date: ${key.slice('backfill/'.length)}\n` : ''
}

async function publish(name: string, text: string | undefined): Promise<void> {
  for (const message of await store(name, text)) await process.publish(message)
}

async function publishMany(count: number, first = 0): Promise<string[]> {
  const titles = Array.from({ length: count }, (_, n) => `Article ${first + n}`)
  const messages: PublishMessage[] = []
  for (const [n, title] of titles.entries()) messages.push(...(await store(`a${first + n}`, title)))
  await Promise.all(messages.map((message) => process.publish(message)))
  return titles
}

const closedFiles = async () =>
  Object.fromEntries(Object.entries(await readSite()).filter(([path]) => path.includes('archives/')))

test('a reader that follows the feed of the publication or of a topic finds every article, in every format', async () => {
  const titles = await publishMany(11)
  for (const folder of ['', 'topics/rail/']) {
    const { documents, rss, atom, json } = await follow(folder)
    expect(documents).toBe(3)
    for (const format of [rss, atom, json]) expect([...format].sort()).toEqual(titles.toSorted())
  }
})

test('a feed that contains all articles has no closed documents', async () => {
  await publishMany(window - 1)
  expect(await closedFiles()).toEqual({})
  expect((await follow()).documents).toBe(1)
  expect((await readSite())['atom.xml']).toContain('<fh:complete/>')
})

test('a closed document does not change when articles are published, corrected or backfilled', async () => {
  await publishMany(6)
  const closed = await closedFiles()
  expect(Object.keys(closed).filter((path) => !path.endsWith('.gz'))).toHaveLength(6)
  await publishMany(9, 6)
  await publish('a0', 'Article 0, corrected')
  await publish('a14', 'Article 14, corrected')
  for (const day of ['01', '02', '03']) await publish(`backfill/1999-01-${day}`, `Of January ${day}`)
  expect(await closedFiles()).toMatchObject(closed)
  const { atom } = await follow()
  expect(atom).toContain('Article 0, corrected')
  expect(atom).not.toContain('Article 0')
  expect(atom).toHaveLength(18)
})

test('an old article that is corrected is in the feed until a closed document contains it', async () => {
  await publishMany(10)
  await publish('a0', 'Article 0, corrected')
  expect(await lambdas.readTitles()).toEqual(['Article 9', 'Article 8', 'Article 7', 'Article 0, corrected'])
  await publish('a1', 'Article 1, corrected')
  expect(await lambdas.readTitles()).toEqual(['Article 9', 'Article 8', 'Article 7', 'Article 6'])
  const { atom } = await follow()
  expect(atom).toEqual(expect.arrayContaining(['Article 0, corrected', 'Article 1, corrected']))
})

describe('withdrawals', () => {
  test('a withdrawn article is in no document, and Atom has a tombstone until it returns', async () => {
    await publishMany(10)
    await publish('a0', undefined)
    await publish('a9', undefined)
    const withdrawn = await readSite()
    expect(Object.values(withdrawn).filter((file) => /Text of Article [09]\b/.test(file))).toEqual([])
    expect(withdrawn['atom.xml']?.match(/<at:deleted-entry ref="[^"]*"/g)).toEqual([
      '<at:deleted-entry ref="tag:gazette.example,2026:articles/a9.md"',
      '<at:deleted-entry ref="tag:gazette.example,2026:articles/a0.md"',
    ])
    expect((await follow()).atom).toHaveLength(8)
    await publish('a0', 'Article 0')
    await publish('a9', 'Article 9')
    expect((await readSite())['atom.xml']).not.toContain('deleted-entry')
    const { rss, atom, json } = await follow()
    for (const format of [rss, atom, json]) expect(format).toHaveLength(10)
  })
})

test('a backfill fills closed documents, and the feed contains the newest articles', async () => {
  const messages: PublishMessage[] = []
  for (let day = 20; day >= 1; day -= 1)
    messages.push(...(await store(`backfill/1999-01-${String(day).padStart(2, '0')}`, `Of ${day}`)))
  await Promise.all(messages.map((message) => process.publish(message)))
  const { documents, atom } = await follow()
  expect(atom).toHaveLength(20)
  expect(documents).toBeLessThan(11)
})

test('processing a message twice has the same result as once', async () => {
  const messages: PublishMessage[] = []
  for (let n = 0; n < 6; n += 1) messages.push(...(await store(`a${n}`, `Article ${n}`)))
  for (const message of messages) await process.publish(message)
  const once = await readSite()
  lambdas.takeCalls('')
  for (const message of messages.toReversed()) await process.publish(message, 2)
  expect(lambdas.takeCalls('PutObject')).toEqual([])
  expect(await readSite()).toEqual(once)
})

test('a builder completes the work of one that stopped after any of its writes', async () => {
  const titles = await publishMany(6)
  let killed: string | undefined = 'killed'
  let writes = 0
  for (; killed === 'killed'; writes += 3) {
    const victim = lambdas.startProcess()
    const [message] = await store(`a${6 + writes}`, `Article ${6 + writes}`)
    titles.push(`Article ${6 + writes}`)
    if (!message) throw new Error('There is no message')
    const operation = /^(PutObject|TransactWriteItems)$/
    lambdas.faults.add({ operation, fault: 'kill-after', nth: writes + 1, accessKey: victim.accessKey })
    killed = await victim.publish(message)
    await process.publish(message, 2)
    lambdas.faults.clear()
    const { rss, atom, json } = await follow()
    for (const format of [rss, atom, json]) expect([...format].sort()).toEqual(titles.toSorted())
  }
  expect(writes).toBeGreaterThan(10)
})

test('two concurrent builders close each document once', async () => {
  const other = lambdas.startProcess()
  const messages: PublishMessage[] = []
  for (let n = 0; n < 12; n += 1) messages.push(...(await store(`a${n}`, `Article ${n}`)))
  await Promise.all(messages.map((message, n) => (n % 2 ? process : other).publish(message)))
  const { documents, rss, atom, json } = await follow()
  expect(documents).toBe(4)
  for (const format of [rss, atom, json]) expect(format).toHaveLength(12)
})
