import { createClock } from 'cdk-loopback/clock'
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { XmlDocument } from 'libxml2-wasm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { derivedState } from '../../aws/articles/derived-state-store.ts'
import type { CompleteMessage, PublishMessage } from '../../core/messages.ts'
import { type ArticleLambdas, openArticleLambdas, type Process } from '../support/article-lambdas.ts'
import { elementsOf, parseHtml, textOf } from '../support/html.ts'
import { readFiles } from '../support/read-state.ts'

let lambdas: ArticleLambdas
let process: Process

/** The clock stands still, so that equal histories result in equal bytes. */
beforeEach(async () => {
  lambdas = await openArticleLambdas(createClock(() => new Date('2026-03-01T08:00:00.137Z')))
  process = lambdas.startProcess()
})
afterEach(() => lambdas.close())

const key = 'articles/night-mail.md'
const markdown = (fields: string) => `---\ntitle: Night mail\n${fields}\n---\nIt left at eight.\n`
const filed = markdown('topics: [Rail & Sea, other]\nauthor: Ada Byron')
const refiled = markdown('topics: [other]')
const topic = 'topics/rail-and-sea/'
const author = 'authors/ada-byron/'
const names = ['atom.xml', 'feed.json', 'feed.xml', 'index.html']

const readSite = () => readFiles(lambdas.s3, 'site', '')
const put = (text: string) => lambdas.upload(key, text)
const remove = () => lambdas.uploads.remove(key)
const settle = () => lambdas.settle(process)
const ingest = async (events: readonly string[]) => {
  for (const event of events) await process.ingest(event)
}
const publish = async (messages?: readonly PublishMessage[]) => {
  await process.catchUp()
  for (const message of messages ?? process.messages.splice(0)) await process.publish(message)
}
const places = { articlesTable: 'articles', contentBucket: 'content', siteBucket: 'site' }

async function completeDeployment(message: CompleteMessage): Promise<void> {
  const { commands } = process.services
  commands.messages.push(message)
  for (let next = commands.messages.shift(); next; next = commands.messages.shift()) await process.complete(next)
  await publish()
}

async function expectEmpty(folder: string, name: string, withdrawn = 1): Promise<void> {
  const site = await readSite()
  expect(Object.keys(site).filter((path) => path.startsWith(folder) && !path.endsWith('.gz'))).toEqual(
    names.map((file) => folder + file),
  )
  const [rss = '', atom = '', json = '', page = ''] = ['feed.xml', 'atom.xml', 'feed.json', 'index.html'].map(
    (file) => site[folder + file],
  )
  for (const xml of [rss, atom]) expect(() => XmlDocument.fromString(xml).dispose()).not.toThrow()
  expect(parseRssFeed(rss).title).toContain(`${name} – `)
  expect(parseRssFeed(rss).items ?? []).toEqual([])
  expect(parseAtomFeed(atom)).toMatchObject({ updated: '2026-03-01T08:00:00.137Z' })
  expect(parseAtomFeed(atom).entries ?? []).toEqual([])
  expect(atom.match(/<at:deleted-entry/g) ?? []).toHaveLength(withdrawn)
  expect(parseJsonFeed(json).title).toContain(`${name} – `)
  expect(JSON.parse(json).items).toEqual([])
  const { tree, errors } = parseHtml(page)
  expect(errors).toEqual([])
  expect(elementsOf(tree, 'h1').map(textOf)).toEqual([name])
  expect(elementsOf(tree, 'p').map(textOf)).toContain('There are no articles here at the moment.')
  expect(page).toContain('<meta name="robots" content="noindex">')
  const others = Object.entries(site).filter(([path]) => !path.startsWith(folder))
  expect(others.filter(([, text]) => text.includes(folder)).map(([path]) => path)).toEqual([])
}

const ways = [
  ['deleted', remove, 1],
  ['a draft', () => put(markdown('topics: [Rail & Sea]\nauthor: Ada Byron\ndraft: true')), 1],
  ['expired', () => put(markdown('topics: [Rail & Sea]\nauthor: Ada Byron\nexpiryDate: 2026-02-01')), 1],
  ['filed under another topic', () => put(refiled), 0],
] as const

describe.each(ways)('when the last article of a topic and of an author is %s', (_, change, withdrawn) => {
  beforeEach(async () => {
    await put(filed)
    await settle()
  })

  test('their pages and feeds are empty and valid, keep their names, and are in no list', async () => {
    await change()
    await settle()
    await expectEmpty(topic, 'Rail & Sea', withdrawn)
    await expectEmpty(author, 'Ada Byron', withdrawn)
  })

  test('events and messages that arrive twice change nothing', async () => {
    await change()
    const events = lambdas.takeEvents()
    await ingest([...events, ...events])
    const messages = process.messages.splice(0)
    await publish([...messages, ...messages.toReversed()])
    await expectEmpty(topic, 'Rail & Sea', withdrawn)
  })

  test('the order of the events does not matter', async () => {
    await put(markdown('topics: [Rail & Sea]\nsummary: Corrected.'))
    await change()
    await ingest(lambdas.takeEvents().toReversed())
    await publish(process.messages.splice(0).toReversed())
    await expectEmpty(topic, 'Rail & Sea', withdrawn)
  })

  test('another article brings everything back, and then the first one', async () => {
    const filledSite = await readSite()
    await change()
    await settle()
    await lambdas.upload('articles/day-mail.md', '---\ntitle: Day mail\ntopics: [RAIL & SEA]\n---\nIt left at noon.\n')
    await settle()
    expect(await lambdas.readTitles(topic)).toEqual(['Day mail'])
    expect((await readSite())['topics/index.html']).toContain('RAIL &amp; SEA')
    expect((await readSite())[`${topic}index.html`]).not.toContain('noindex')
    await lambdas.uploads.remove('articles/day-mail.md')
    await settle()
    await expectEmpty(topic, 'RAIL & SEA', withdrawn + 1)
    await put(filed)
    await settle()
    const site = await readSite()
    for (const path of ['feed.xml', 'feed.json', 'index.html']) {
      expect(site[topic + path]).toBe(filledSite[topic + path])
      expect(site[author + path]).toBe(filledSite[author + path])
    }
  })

  test('a rebuild results in the same bytes', async () => {
    await change()
    await settle()
    await completeDeployment({})
    const before = await readSite()
    await derivedState(lambdas.s3, lambdas.dynamo, places).clear()
    expect(await readSite()).toEqual({})
    await completeDeployment({ restart: true })
    expect(await readSite()).toEqual(before)
    await expectEmpty(topic, 'Rail & Sea', withdrawn)
  })
})

test('a topic that is written in capitals from now on has its new name when it loses its last article', async () => {
  for (const name of ['rail & sea', 'RAIL & SEA']) {
    await put(markdown(`topics: [${name}]`))
    await settle()
  }
  expect((await readSite())[`${topic}index.html`]).toContain('<bdi>RAIL &amp; SEA</bdi>')
  await remove()
  await settle()
  await expectEmpty(topic, 'RAIL & SEA')
})

test('a retracted article stays in its topic', async () => {
  await put(filed)
  await settle()
  await put(filed.replace('author:', 'status: retracted\nauthor:'))
  await settle()
  expect(await lambdas.readTitles(topic)).toEqual(['Night mail'])
  expect((await readSite())['topics/index.html']).toContain('/topics/rail-and-sea/')
})

test('a topic whose articles never went live has no page', async () => {
  await put(markdown('topics: [Rail & Sea]\ndraft: true'))
  await settle()
  await remove()
  await settle()
  expect(Object.keys(await readSite()).filter((path) => path.startsWith(topic))).toEqual([])
})

test('the closed documents of an empty topic keep its name', async () => {
  await lambdas.close()
  lambdas = await openArticleLambdas(lambdas.clock, {
    ...lambdas.site,
    publication: { ...lambdas.site.publication, feedWindow: 3 },
  })
  process = lambdas.startProcess()
  const keys = ['a', 'b', 'c', 'd'].map((name) => `articles/${name}.md`)
  for (const each of keys)
    await lambdas.upload(each, `---\ntopics: [Rail & Sea]\n---\n# Mail ${each}\n\nText ${each}.\n`)
  await settle()
  for (const each of keys) await lambdas.uploads.remove(each)
  await settle()
  const closed = await readFiles(lambdas.s3, 'site', `${topic}archives/1/`)
  expect(JSON.parse(closed[`${topic}archives/1/feed.json`] ?? '')).toMatchObject({
    title: expect.stringContaining('Rail & Sea – '),
    items: [],
  })
  expect((await readSite())[`${topic}atom.xml`]).toContain('rel="prev-archive"')
})
