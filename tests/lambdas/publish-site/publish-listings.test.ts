import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PublishMessage } from '../../../core/messages.ts'
import { type ArticleLambdas, openArticleLambdas, type Process } from '../../support/article-lambdas.ts'
import { readFiles } from '../../support/read-state.ts'

let lambdas: ArticleLambdas
let process: Process

beforeEach(async () => {
  lambdas = await openArticleLambdas()
  process = lambdas.startProcess()
})
afterEach(() => lambdas.close())

/** Stores an article. Returns the messages to publish it. */
async function store(name: string, title: string): Promise<PublishMessage[]> {
  await lambdas.upload(`articles/${name}.md`, `---\ntitle: ${title}\ntopics: [rail]\n---\nIt left at eight.\n`)
  for (const event of lambdas.takeEvents()) await process.ingest(event)
  return process.messages.splice(0)
}

/** Makes the feeds look so many changes behind that listings are left to a sweep. */
async function fallBehind(): Promise<void> {
  for (let n = 0; n < 30; n += 1) await lambdas.changes.add('publication')
}

/** Handles messages, and those that follow from them. Those on which `by` is killed are retried by another process. */
async function handleAll(messages: readonly PublishMessage[], by: Process = process): Promise<boolean> {
  let killed = false
  const waiting = messages.map((message) => ({ message, attempt: 1 }))
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { message, attempt } = next
    const isKilled: boolean = (await (killed ? process : by).publish(message, attempt)) === 'killed'
    if (isKilled) waiting.push({ message, attempt: attempt + 1 })
    killed ||= isKilled
    const added = [by, process].flatMap(({ messages: each }) => each.splice(0))
    waiting.push(...added.map((each) => ({ message: each, attempt: 1 })))
  }
  return killed
}

const readSite = () => readFiles(lambdas.s3, 'site', '')

/** Returns the paths of files that a rebuild of everything changes. */
async function findStale(): Promise<string[]> {
  const before = await readSite()
  for (const listing of ['publication', 'topic/rail']) await process.publish({ kind: 'listing', listing })
  const after = await readSite()
  return Object.keys(after).filter((path) => before[path] !== after[path])
}

describe('a burst of changes', () => {
  test('leaves listings to a sweep, which builds each once', async () => {
    const messages = [...(await store('a', 'Night mail')), ...(await store('b', 'Day mail'))]
    await fallBehind()
    for (const message of messages) await process.publish(message)
    expect(Object.keys(await readSite()).filter((path) => !path.startsWith('articles/'))).toEqual([])
    const queued = process.messages.splice(0)
    expect(queued.map(({ kind }) => kind)).toEqual(['sweep'])
    lambdas.takeCalls('PutObject')
    await handleAll(queued)
    const writes = lambdas.takeCalls('PutObject').map(({ key }) => key)
    expect(writes.filter((key) => key === 'topics/rail/feed.xml')).toHaveLength(1)
    expect(await lambdas.readTitles('topics/rail/')).toEqual(['Day mail', 'Night mail'])
    expect(await findStale()).toEqual([])
  })

  test('that goes on brings the feeds of the publication up to date, and leaves the others to the next look', async () => {
    const messages = await store('a', 'Night mail')
    await fallBehind()
    for (const message of messages) await process.publish(message)
    const [sweep] = process.messages.splice(0)
    if (!sweep) throw new Error('No sweep is queued')
    for (const message of await store('b', 'Day mail')) await process.publish(message)
    await process.publish(sweep)
    expect(await lambdas.readTitles()).toEqual(['Day mail', 'Night mail'])
    expect(await lambdas.readTitles('topics/rail/')).toBeUndefined()
    expect(process.messages.map(({ kind }) => kind)).toEqual(['sweep'])
  })

  test('is noticed by frequent builds, although the feeds are up to date', async () => {
    for (const message of await store('a', 'Night mail')) await process.publish(message)
    const { changes, etags, busyUntil } = await lambdas.changes.get('publication')
    expect(process.messages).toEqual([])
    expect(Date.parse(busyUntil ?? '')).toBeGreaterThan(lambdas.clock.now().getTime() - 60_000)
    const soon = new Date(lambdas.clock.now().getTime() + 60_000).toISOString()
    await lambdas.changes.markBuilt('publication', changes, etags, soon)
    for (const message of await store('b', 'Day mail')) await process.publish(message)
    expect(process.messages.map(({ kind }) => kind)).toEqual(['sweep'])
    await handleAll(process.messages.splice(0))
    expect(await lambdas.readTitles('topics/rail/')).toEqual(['Day mail', 'Night mail'])
    expect(await findStale()).toEqual([])
  })

  test('is over after the sweep: the listings of the next article are built at once', async () => {
    const messages = await store('a', 'Night mail')
    await fallBehind()
    await handleAll(messages)
    for (const message of await store('b', 'Day mail')) await process.publish(message)
    expect(await lambdas.readTitles('topics/rail/')).toEqual(['Day mail', 'Night mail'])
    expect(process.messages).toEqual([])
  })

  test('leaves no listing stale, wherever a Lambda is killed', async () => {
    let killed = true
    let calls = 0
    for (; killed; calls += 1) {
      const victim = lambdas.startProcess()
      const messages = await store('a', `Night mail ${calls}`)
      await fallBehind()
      const operation = /^(UpdateItem|BatchWriteItem)$/
      lambdas.faults.add({ operation, fault: 'kill-after', nth: calls + 1, accessKey: victim.accessKey })
      killed = await handleAll(messages, victim)
      lambdas.faults.clear()
      expect(await lambdas.readTitles('topics/rail/')).toEqual([`Night mail ${calls}`])
      expect(await findStale()).toEqual([])
    }
    expect(calls).toBeGreaterThan(8)
  })
})
