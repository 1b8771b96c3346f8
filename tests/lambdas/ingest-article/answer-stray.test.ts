import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { createClock } from 'cdk-loopback/clock'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { articleId } from '../../../core/articles/identity.ts'
import { articleKey } from '../../../core/keys.ts'
import { type ArticleLambdas, openArticleLambdas, type Process } from '../../support/article-lambdas.ts'

const clock = createClock()
let lambdas: ArticleLambdas
let process: Process

beforeEach(async () => {
  lambdas = await openArticleLambdas(clock)
  process = lambdas.startProcess()
})
afterEach(() => lambdas.close())

const text = '# Stray\n\nIt left at eight.\n'
const ingest = async () => {
  const events = lambdas.takeEvents()
  for (const event of events) await process.ingest(event)
  return events
}
const check = (key: string) => process.ingest(JSON.stringify({ kind: 'check', key }))

test.each(['letters/stray.md', 'Articles/upper.md', '/articles/a.md', 'a+b %2F é.md', 'zebra/a.png', 'articles'])(
  'the upload %s gets a receipt that says where it belongs, and deleting it withdraws the receipt',
  async (key) => {
    await lambdas.upload(key, text)
    await ingest()
    const receipt = await lambdas.readReceipt(key)
    expect(receipt).toMatchObject({ key, state: 'rejected', problems: [{ rule: 'wrong-folder', severity: 'error' }] })
    await lambdas.uploads.remove(key)
    await ingest()
    expect(await lambdas.readReceipt(key)).toMatchObject({ key, state: 'withdrawn', problems: [] })
  },
)

test('events about a stray in any order, and repeated, end in the same receipt, which is written once', async () => {
  await lambdas.upload('letters/a.md', text)
  const put = lambdas.takeEvents()
  await lambdas.uploads.remove('letters/a.md')
  const remove = lambdas.takeEvents()
  for (const event of [...remove, ...put]) await process.ingest(event)
  expect(await lambdas.readReceipt('letters/a.md')).toBeUndefined()
  await lambdas.upload('letters/a.md', text)
  const events = await ingest()
  lambdas.takeCalls('any')
  for (const event of [...events, ...remove, ...put]) await process.ingest(event)
  expect(lambdas.takeCalls('PutObject')).toEqual([])
  expect(await lambdas.readReceipt('letters/a.md')).toMatchObject({ state: 'rejected' })
})

test('a receipt, or a file that somebody puts between the receipts, is never answered', async () => {
  await lambdas.upload('receipts/stranger.md', text)
  expect(await ingest()).toEqual([])
  await check('receipts/stranger.md')
  expect(await lambdas.readReceipt('receipts/stranger.md')).toBeUndefined()
})

test('the hourly comparison answers strays whose event was lost, also those that sort after the receipts', async () => {
  for (const key of ['Articles/a.md', 'letters/a.md', 'zebra/a.md']) await lambdas.upload(key, text)
  lambdas.takeEvents()
  await process.reconcile()
  await process.catchUp()
  for (const key of ['Articles/a.md', 'letters/a.md', 'zebra/a.md']) {
    expect(await lambdas.readReceipt(key)).toMatchObject({ state: 'rejected' })
  }
  await lambdas.uploads.remove('zebra/a.md')
  lambdas.takeEvents()
  await process.reconcile()
  await process.catchUp()
  expect(await lambdas.readReceipt('zebra/a.md')).toMatchObject({ state: 'withdrawn' })
})

test('an upload below issues/ that belongs to no digest is answered, and so is its deletion', async () => {
  for (const key of ['issues/daily.md~', 'issues/coach.png', 'issues/none.md']) {
    await lambdas.upload(key, text)
    await ingest()
    expect(await lambdas.readReceipt(key)).toMatchObject({ state: 'rejected' })
    await lambdas.uploads.remove(key)
    await ingest()
    expect(await lambdas.readReceipt(key)).toMatchObject({ state: 'withdrawn' })
  }
})

test('an upload that is held back gets a receipt, and appears nowhere', async () => {
  const keys = ['articles/_drafts/a.md', 'backfill/.trash/b.md', 'articles/.DS_Store', 'articles/.trash/c.png']
  for (const key of keys) await lambdas.upload(key, text)
  await lambdas.settle(process)
  for (const key of keys) {
    const receipt = await lambdas.readReceipt(key)
    expect(receipt).toMatchObject({ state: 'draft', problems: [{ rule: 'held-back', severity: 'warning' }] })
    expect(receipt).not.toHaveProperty('urls')
  }
  expect(await lambdas.readTitles()).toBeUndefined()
  await lambdas.uploads.remove('articles/_drafts/a.md')
  await lambdas.settle(process)
  expect(await lambdas.readReceipt('articles/_drafts/a.md')).toMatchObject({ state: 'withdrawn' })
})

test('an article that an earlier version published from such a folder is taken down when it is read again', async () => {
  const key = 'articles/_drafts/a.md'
  await lambdas.upload('articles/a.md', text)
  await lambdas.settle(process)
  const live = await lambdas.readRecord('articles/a.md')
  if (!live?.article) throw new Error('not live')
  const id = articleId(key)
  const published = { ...live, id, key, article: { ...live.article, id, key, slug: 'secret' } }
  await lambdas.articles.save(undefined, published, ['daily'])
  await lambdas.upload(key, text)
  lambdas.takeEvents()
  await check(key)
  const record = await lambdas.readRecord(key)
  expect(record).toMatchObject({ state: 'draft', articleState: 'draft' })
  expect((await lambdas.articles.list('publication')).map(({ slug }) => slug)).toEqual(['stray'])
  await lambdas.dynamo.send(new DeleteCommand({ TableName: 'articles', Key: articleKey(id) }))
  await check(key)
  expect(await lambdas.readRecord(key)).toMatchObject({ state: 'draft' })
})

test('a picture in a hidden folder is published where an article shows it, but not one in a trash folder', async () => {
  await lambdas.upload('articles/_images/a.png', 'x')
  await lambdas.upload('articles/.trash/b.png', 'x')
  await lambdas.upload('articles/a.md', '# A\n\n![A](_images/a.png) ![B](.trash/b.png)\n')
  await lambdas.settle(process)
  expect(await lambdas.readReceipt('articles/_images/a.png')).toMatchObject({ state: 'published' })
  expect(await lambdas.readReceipt('articles/.trash/b.png')).toMatchObject({ state: 'draft' })
})
