import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { createClock } from 'cdk-loopback/clock'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { articleId } from '../../core/articles/identity.ts'
import type { IngestMessage } from '../../core/messages.ts'
import { type ArticleLambdas, openArticleLambdas, type Process } from '../support/article-lambdas.ts'

const key = 'articles/night-mail.md'

let lambdas: ArticleLambdas
let process: Process

beforeEach(async () => {
  lambdas = await openArticleLambdas()
  process = lambdas.startProcess()
})
afterEach(() => lambdas.close())

const markdown = (title: string, fields = 'topics: [rail]') =>
  `---\ntitle: ${title}\n${fields}\n---\nIt left at eight.\n`
const send = (message: IngestMessage) => process.ingest(JSON.stringify(message))
const check = (...keys: string[]) => Promise.all(keys.map((each) => send({ kind: 'check', key: each })))
const pending = async (digest = 'daily') =>
  (await lambdas.issues.listPending(digest, 100)).map((mark) => mark.articleId)

async function publish(uploadKey: string, text: string): Promise<void> {
  await lambdas.upload(uploadKey, text)
  await lambdas.settle(process)
}

async function withdraw(uploadKey: string): Promise<void> {
  await lambdas.uploads.remove(uploadKey)
  await lambdas.settle(process)
}

test.each([
  ['a new article', [markdown('Night mail')]],
  ['a correction', [markdown('Night mail'), markdown('Day mail', 'topics: [road]')]],
  ['a rejection', ['no title here']],
  ['a rejected correction', [markdown('Night mail'), markdown('""')]],
  ['a draft', [markdown('Night mail', 'draft: true')]],
  ['a withdrawal', [markdown('Night mail'), undefined]],
])('processing %s twice has the same result as once, and its receipt is written once', async (_what, versions) => {
  let events: string[] = []
  for (const text of versions) {
    await (text === undefined ? lambdas.uploads.remove(key) : lambdas.upload(key, text))
    events = lambdas.takeEvents()
    for (const event of events) await process.ingest(event)
  }
  for (const message of process.messages) await process.publish(message)
  const once = await lambdas.readState()
  lambdas.takeCalls('any')
  for (const event of [...events, ...events]) await process.ingest(event)
  expect(lambdas.takeCalls('PutObject', /receipts/)).toEqual([])
  for (const message of process.messages) await process.publish(message)
  expect(await lambdas.readState()).toEqual(once)
})

test('an insert that cannot be stored blocks no article of the same message, and is retried', async () => {
  await lambdas.upload('issues/daily.md', 'A new coach.')
  await lambdas.upload(key, markdown('Night mail'))
  const Records = lambdas.takeEvents().flatMap((event) => JSON.parse(event).Records)
  const message = JSON.stringify({ Records })
  lambdas.faults.add({ operation: 'PutItem', key: { prefix: 'insert#' }, fault: 'fail', times: 9 })
  await expect(process.ingest(message)).rejects.toThrow()
  expect(await lambdas.readReceipt(key)).toMatchObject({ state: 'published' })
  expect(await lambdas.readReceipt('issues/daily.md')).toBeUndefined()
  lambdas.faults.clear()
  await process.ingest(message)
  expect(await lambdas.readReceipt('issues/daily.md')).toMatchObject({ state: 'scheduled' })
})

test('a check of an insert changes nothing, because only its event has an order', async () => {
  await lambdas.upload('issues/daily.md', 'A new coach.')
  await check('issues/daily.md')
  expect(await lambdas.readReceipt('issues/daily.md')).toBeUndefined()
})

test('events in any order, and repeated, result in the same rows, files and receipts as in order', async () => {
  const changes = fc.array(fc.constantFrom('put', 'draft', 'broken', 'delete'), { minLength: 2, maxLength: 4 })
  const histories = changes.chain((kinds) => {
    const twice = kinds.flatMap((_, index) => [index, index])
    /** How many changes are processed before the next one happens, and the order in which all events arrive afterwards. */
    const arrival = { early: fc.nat(kinds.length - 1), order: fc.shuffledSubarray(twice, { minLength: twice.length }) }
    return fc.record({ kinds: fc.constant(kinds), ...arrival })
  })
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const inOrder = await replay({ ...history, order: history.kinds.map((_, index) => index) })
      expect(await replay(history)).toEqual(inOrder)
    }),
    { numRuns: 6 },
  )
})

type Kind = 'put' | 'draft' | 'broken' | 'delete'
type History = { readonly kinds: readonly Kind[]; readonly early: number; readonly order: readonly number[] }

/** Returns the state after a history whose events arrive in the order of `order`. */
async function replay({ kinds, early, order }: History) {
  const clock = createClock(() => new Date('2026-03-01T08:00:00.137Z'))
  const stage = await openArticleLambdas(clock)
  const actor = stage.startProcess()
  const fields = { put: '', draft: '\ndraft: true', broken: '\ntitle: ""' }
  const events: string[][] = [] // deleting an object that does not exist causes no event
  const ingest = async (index: number) => {
    for (const event of events[index] ?? []) await actor.ingest(event)
  }
  for (const [index, kind] of kinds.entries()) {
    clock.move(1_137)
    if (kind === 'delete') await stage.uploads.remove(key)
    else await stage.upload(key, markdown(`Version ${index}`, `topics: [rail, topic ${index}]${fields[kind]}`))
    events.push(stage.takeEvents())
    if (index < early) await ingest(index)
  }
  for (const index of order) await ingest(index)
  await stage.settle(actor)
  const state = await stage.readState()
  await stage.close()
  return state
}

describe('corrections', () => {
  test('a corrected article keeps slug, guid and place, and leaves the feeds of topics that it no longer has', async () => {
    await publish(key, markdown('Night mail', 'topics: [rail, night]'))
    const before = await lambdas.readRecord(key)
    await publish('articles/other.md', markdown('Other'))
    await publish(key, markdown('Day mail'))
    const after = await lambdas.readRecord(key)
    const { slug, guid, liveAt } = before?.article ?? {}
    expect(after?.article).toMatchObject({ slug, guid, liveAt, title: 'Day mail' })
    expect(await lambdas.readTitles()).toEqual(['Other', 'Day mail'])
    expect(await lambdas.readTitles('topics/rail/')).toEqual(['Other', 'Day mail'])
    expect(await lambdas.readTitles('topics/night/')).toEqual([])
    expect(await pending()).toHaveLength(2)
  })

  test('a rejected correction leaves the last good version live, and the receipt says so', async () => {
    await publish(key, markdown('Night mail'))
    const { site } = await lambdas.readState()
    await publish(key, '---\ntopics: [rail]\n---\n')
    expect(await lambdas.readReceipt(key)).toMatchObject({
      state: 'rejected',
      problems: expect.arrayContaining([expect.objectContaining({ rule: 'missing-title' })]),
      urls: { page: 'https://gazette.example/articles/night-mail/' },
    })
    expect((await lambdas.readState()).site).toEqual(site)
    expect(await pending()).toHaveLength(1)
  })

  test('a topic that an article left is rebuilt even if the Lambda dies before it announces two changes in a row', async () => {
    await publish(key, markdown('Night mail', 'topics: [rail, night]'))
    const [killed, failing] = [lambdas.startProcess(), lambdas.startProcess()]
    await lambdas.upload(key, markdown('Night mail'))
    const events = lambdas.takeEvents()
    lambdas.faults.add({ operation: 'TransactWriteItems', fault: 'kill-after', accessKey: killed.accessKey })
    expect(await killed.ingest(events[0] ?? '')).toBe('killed')
    await lambdas.upload(key, markdown('Day mail'))
    events.push(...lambdas.takeEvents())
    lambdas.faults.add({ operation: 'TransactWriteItems', fault: 'kill-after', accessKey: failing.accessKey })
    expect(await failing.ingest(events[1] ?? '')).toBe('killed')
    for (const event of events) await process.ingest(event)
    await lambdas.settle(process)
    expect(await lambdas.readTitles()).toEqual(['Day mail'])
    expect(await lambdas.readTitles('topics/night/')).toEqual([])
  })
})

const crashes = ['GetObject', 'PutObject', 'TransactWriteItems', 'UpdateItem', 'HeadObject'].flatMap((operation) => [
  [`before ${operation}`, { operation, fault: 'kill-before' }] as const,
  [`after ${operation}`, { operation, fault: 'kill-after' }] as const,
])

test.each(crashes)('a Lambda completes the work of one that stopped %s', async (_when, crash) => {
  await publish(key, markdown('Night mail', 'topics: [rail, night]'))
  const killed = lambdas.startProcess()
  await lambdas.upload(key, markdown('Day mail'))
  const [event = ''] = lambdas.takeEvents()
  lambdas.faults.add({ ...crash, accessKey: killed.accessKey })
  expect(await killed.ingest(event)).toBe('killed')
  await process.ingest(event)
  await lambdas.settle(process)
  expect(await lambdas.readReceipt(key)).toMatchObject({ state: 'published', title: 'Day mail' })
  expect(await lambdas.readTitles()).toEqual(['Day mail'])
  expect(await lambdas.readTitles('topics/night/')).toEqual([])
})

describe('articles with the same title', () => {
  test('the suffix of a slug depends only on the upload key', async () => {
    await publish('articles/one.md', markdown('Same', 'summary: one'))
    await publish('articles/two.md', markdown('Same', 'summary: two'))
    await publish('articles/three.md', markdown('Same', 'summary: three'))
    const slugs = await Promise.all(
      ['one', 'two', 'three'].map(async (name) => (await lambdas.readRecord(`articles/${name}.md`))?.article?.slug),
    )
    expect(slugs).toEqual(['same', expect.stringMatching(/^same-[0-9a-f]{8}$/), expect.stringMatching(/^same-/)])
    expect(new Set(slugs).size).toBe(3)
    const again = await openArticleLambdas()
    await again.upload('articles/three.md', markdown('Same', 'summary: three'))
    await again.settle()
    await again.upload('articles/two.md', markdown('Same', 'summary: two'))
    await again.settle()
    expect((await again.readRecord('articles/two.md'))?.article?.slug).toBe(slugs[1])
    await again.close()
  })

  test('an article gets a numbered slug if other articles have all of its candidates', async () => {
    const id = articleId('articles/two.md')
    for (const [index, slug] of [`same-${id.slice(0, 8)}`, `a-${id}`].entries())
      await publish(`articles/greedy-${index}.md`, markdown('Greedy', `slug: ${slug}`))
    await publish('articles/one.md', markdown('Same', 'summary: one'))
    await publish('articles/two.md', markdown('Same', 'summary: two'))
    expect((await lambdas.readRecord('articles/two.md'))?.article?.slug).toBe(`a-${id}-3`)
    expect(await lambdas.readReceipt('articles/two.md')).toMatchObject({ state: 'published' })
  })

  test('articles that are uploaded at the same time get different slugs', async () => {
    const keys = Array.from({ length: 6 }, (_, index) => `articles/${index}.md`)
    for (const each of keys) await lambdas.upload(each, markdown('Same', `summary: ${each}`))
    await Promise.all(lambdas.takeEvents().map((event) => process.ingest(event)))
    const records = await Promise.all(keys.map(lambdas.readRecord))
    expect(new Set(records.map((record) => record?.article?.slug)).size).toBe(6)
    const bodies = await Promise.all(records.map((record) => lambdas.bodies.get(record?.article?.contentKey ?? '')))
    expect(bodies).toHaveLength(6)
  })
})

describe('withdrawals', () => {
  test('a withdrawal removes the page, feed entry, rows and marks, and empties listings', async () => {
    await publish('articles/other.md', markdown('Other', 'topics: [road]'))
    const without = await lambdas.readState()
    await publish(key, markdown('Night mail', 'topics: [rail, road]\nauthor: Ada'))
    expect(Object.keys((await lambdas.readState()).site)).toEqual(
      expect.arrayContaining(['articles/night-mail/index.html', 'topics/rail/index.html', 'authors/ada/feed.xml']),
    )
    await withdraw(key)
    const { site, rows } = await lambdas.readState()
    const emptied = ['topics/rail/', 'authors/ada/']
    const withoutTombstones = (files: Readonly<Record<string, string>>) =>
      Object.entries(files).filter(
        ([file]) => !/^(topics\/road\/)?atom\.xml/.test(file) && !emptied.some((folder) => file.startsWith(folder)),
      )
    expect(withoutTombstones(site)).toEqual(withoutTombstones(without.site))
    for (const folder of emptied) expect(await lambdas.readTitles(folder)).toEqual([])
    expect(site['atom.xml']).not.toContain('Night mail')
    expect(site['atom.xml']).toMatch(/<at:deleted-entry ref="[^"]+:articles\/night-mail.md"/)
    expect(Object.keys(rows).filter((row) => /^(listing#|pending|due)/.test(row))).toEqual(
      Object.keys(without.rows).filter((row) => /^(listing#|pending|due)/.test(row)),
    )
    expect(await lambdas.readReceipt(key)).toMatchObject({ state: 'withdrawn' })
  })

  test('an article that returns is pending for the digests that had not taken it, and for no other', async () => {
    await publish(key, markdown('Night mail'))
    const [mark] = await lambdas.issues.listPending('daily', 1)
    if (!mark) throw new Error('It is not pending')
    const pendingKey = { pk: 'pending#daily', sk: mark.order }
    await lambdas.dynamo.send(new DeleteCommand({ TableName: 'issues', Key: pendingKey }))
    await withdraw(key)
    expect(await pending('weekly')).toEqual([])
    await publish(key, markdown('Night mail', 'draft: true'))
    await publish(key, markdown('Night mail'))
    expect(await pending('weekly')).toEqual([articleId(key)])
    expect(await pending('daily')).toEqual([])
  })

  test('a withdrawal detects that a digest takes the article at the same moment', async () => {
    await publish(key, markdown('Night mail'))
    const [mark] = await lambdas.issues.listPending('daily', 1)
    await lambdas.uploads.remove(key)
    const hanging = lambdas.faults.add({ operation: 'TransactWriteItems', fault: 'hang' })
    const withdrawing = lambdas.settle(process)
    await expect.poll(() => hanging.hits).toBe(1)
    const pendingKey = { pk: 'pending#daily', sk: mark?.order }
    await lambdas.dynamo.send(new DeleteCommand({ TableName: 'issues', Key: pendingKey }))
    hanging.remove()
    await withdrawing
    await publish(key, markdown('Night mail'))
    expect(await pending('daily')).toEqual([])
    expect(await pending('weekly')).toEqual([articleId(key)])
  })
})

test('a draft is on no page, in no feed and pending for no digest', async () => {
  await publish(key, markdown('Night mail', 'draft: true'))
  expect(await lambdas.readState()).toMatchObject({ site: {} })
  expect(await pending()).toEqual([])
  expect(await lambdas.readReceipt(key)).toMatchObject({ state: 'draft' })
})

test('backfilled articles are ordered by their own dates, and pending for no digest', async () => {
  await publish('articles/today.md', markdown('Today'))
  await publish('backfill/2019.md', markdown('Second', 'date: 2019-05-01'))
  await publish('backfill/2018.md', markdown('First', 'date: 2018-05-01'))
  await publish('backfill/2020.md', markdown('Third', 'date: 2020-05-01'))
  expect(await lambdas.readTitles()).toEqual(['Today', 'Third', 'Second', 'First'])
  expect(await pending()).toEqual([articleId('articles/today.md')])
})

test('old articles that are uploaded as news come first in the feed, and last on the pages', async () => {
  await publish('articles/today.md', markdown('Today'))
  await publish('articles/old.md', markdown('Old', 'date: 2015-08-12\ntopics: [rail]'))
  expect(await lambdas.readTitles()).toEqual(['Old', 'Today'])
  const { site } = await lambdas.readState()
  for (const path of ['index.html', 'topics/rail/index.html'])
    expect(site[path]?.match(/>(?:Old|Today)</g)).toEqual(['>Today<', '>Old<'])
  await publish('articles/old.md', markdown('Old', 'date: 2015-08-12'))
  const topic = (await lambdas.readState()).site['topics/rail/index.html']
  expect(topic?.match(/>(?:Old|Today)</g)).toEqual(['>Today<'])
})

test('an article whose topics and authors all change is stored, although its rows exceed one transaction', async () => {
  const names = (prefix: string) => Array.from({ length: 20 }, (_, index) => `${prefix}${index}`).join(', ')
  for (const [title, topics, authors] of [
    ['Night mail', 't', 'a'],
    ['Day mail', 'u', 'b'],
  ] as const) {
    await lambdas.upload(key, markdown(title, `topics: [${names(topics)}]\nauthors: [${names(authors)}]`))
    for (const event of lambdas.takeEvents()) await process.ingest(event)
  }
  const listed = ['topic/u19', 'author/b19', 'topic/t0', 'author/a0'].map(async (listing) => [
    (await lambdas.articles.list(listing, 9)).length,
    (await lambdas.articles.listByDate(listing, 9)).length,
  ])
  expect(await Promise.all(listed)).toEqual([
    [1, 1],
    [1, 1],
    [0, 0],
    [0, 0],
  ])
})

test('articles whose keys have unusual characters get receipts under these keys, and pages', async () => {
  const names = ['a b', 'a+b', 'a%2Fb', '100%', '📮 ünïcode', '?x=1&y=#z']
  const keys = names.map((name) => `articles/${name}.md`)
  for (const [index, each] of keys.entries()) await lambdas.upload(each, markdown(`Odd ${index}`))
  await lambdas.settle(process)
  const receipts = await Promise.all(keys.map(lambdas.readReceipt))
  expect(receipts).toMatchObject(keys.map((each) => ({ key: each, state: 'published' })))
  const pages = keys.map((_key, index) => `articles/odd-${index}/index.html`)
  expect(Object.keys((await lambdas.readState()).site)).toEqual(expect.arrayContaining(pages))
  for (const each of keys) await lambdas.uploads.remove(each)
  await lambdas.settle(process)
  expect(await lambdas.readTitles()).toEqual([])
})

describe('events that are not about the present object', () => {
  test('an event of an older version changes nothing, because the present one has its own event', async () => {
    await lambdas.upload(key, markdown('Night mail'))
    const [old = ''] = lambdas.takeEvents()
    await lambdas.upload(key, markdown('Day mail'))
    await process.ingest(old)
    expect(await lambdas.readRecord(key)).toBeUndefined()
    await lambdas.settle(process)
    expect(await lambdas.readTitles()).toEqual(['Day mail'])
  })

  test('the deletion of an older version changes nothing', async () => {
    await publish(key, markdown('Night mail'))
    const before = await lambdas.readState()
    await process.ingest(removal('FF'))
    expect(await lambdas.readState()).toEqual(before)
  })

  test('the deletion of a delete marker brings the article back', async () => {
    await publish(key, markdown('Night mail'))
    await withdraw(key)
    await lambdas.upload(key, markdown('Night mail'))
    lambdas.takeEvents()
    await process.ingest(removal('FF'))
    await lambdas.settle(process)
    expect(await lambdas.readTitles()).toEqual(['Night mail'])
  })

  /** Returns the event of the permanent deletion of a version or a delete marker. */
  function removal(sequencer: string): string {
    const object = { key: encodeURIComponent(key), sequencer: sequencer.padEnd(16, '0') }
    return JSON.stringify({ Records: [{ eventName: 'ObjectRemoved:Delete', s3: { object } }] })
  }
})

describe('checks', () => {
  test('a check changes nothing if nothing has changed', async () => {
    await publish(key, markdown('Night mail'))
    await publish('articles/broken.md', 'no title here')
    await publish('articles/draft.md', markdown('Draft', 'draft: true'))
    await publish('articles/gone.md', markdown('Gone'))
    await withdraw('articles/gone.md')
    const before = await lambdas.readState()
    lambdas.takeCalls('any')
    await check(key, 'articles/broken.md', 'articles/draft.md', 'articles/gone.md')
    expect(lambdas.takeCalls('TransactWriteItems')).toEqual([])
    await lambdas.settle(process)
    expect(lambdas.takeCalls('PutObject')).toEqual([])
    expect(await lambdas.readState()).toEqual(before)
  })

  test('a check finds uploads and deletions whose events were lost', async () => {
    await publish(key, markdown('Night mail'))
    await lambdas.uploads.remove(key)
    await lambdas.upload('articles/lost.md', markdown('Lost and found'))
    lambdas.takeEvents()
    await check(key, 'articles/lost.md', 'articles/never-was.md')
    await lambdas.settle(process)
    expect(await lambdas.readTitles()).toEqual(['Lost and found'])
    expect(await lambdas.readReceipt(key)).toMatchObject({ state: 'withdrawn' })
    expect(await lambdas.readReceipt('articles/lost.md')).toMatchObject({ state: 'published' })
    expect(await lambdas.readRecord('articles/never-was.md')).toBeUndefined()
  })

  test('a due message changes nothing before the article is due', async () => {
    await publish(key, markdown('Night mail', 'date: 2099-01-01'))
    const before = await lambdas.readState()
    await send({ kind: 'due', key })
    await send({ kind: 'due', key: 'articles/unknown.md' })
    expect(await lambdas.readState()).toEqual(before)
  })
})

test('no bytes of an upload of 30 MB are fetched, for an event or for a check', async () => {
  await lambdas.upload('articles/huge.txt', Buffer.alloc(30_000_000, 97))
  lambdas.takeCalls('any')
  await lambdas.settle(process)
  await check('articles/huge.txt')
  expect(lambdas.takeCalls('GetObject', /^articles\/huge/)).toEqual([])
  expect(await lambdas.readReceipt('articles/huge.txt')).toMatchObject({
    state: 'rejected',
    problems: [{ rule: 'too-large', message: expect.stringContaining('30.0 MB') }],
  })
})
