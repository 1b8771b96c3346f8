import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { articleId } from '../../core/articles/identity.ts'
import { type ArticleLambdas, openArticleLambdas } from '../support/article-lambdas.ts'
import { readFiles } from '../support/read-state.ts'

let lambdas: ArticleLambdas

beforeEach(async () => {
  lambdas = await openArticleLambdas()
})
afterEach(() => lambdas.close())

const old = 'articles/2026/night-mail.md'
const moved = 'articles/2027/mail.md'
const png = Buffer.from('\x89PNG\r\n\x1a\n pixels', 'latin1')
const markdown = (title: string, text = 'It left at eight.') =>
  `---\ntitle: ${title}\ntopics: [rail]\nsummary: It left.\n---\n${text}\n`
const text = markdown('Night mail')
const readSite = () => readFiles(lambdas.s3, 'site', '')
const pending = async (digest: 'daily' | 'weekly' = 'daily') =>
  (await lambdas.issues.listPending(digest, 100)).map((mark) => mark.articleId)
const rules = async (key: string) =>
  (await lambdas.readReceipt(key))?.problems.map(({ rule }) => rule).filter((rule) => rule !== 'missing-date')
const guidOf = async (key: string) => (await lambdas.readRecord(key))?.article?.guid

async function publish(key: string, content: string | Uint8Array): Promise<void> {
  lambdas.clock.move(60_000)
  await lambdas.upload(key, content)
  await lambdas.settle()
}
async function withdraw(key: string): Promise<void> {
  lambdas.clock.move(60_000)
  await lambdas.uploads.remove(key)
  await lambdas.settle()
}

describe('readers see nothing new', () => {
  test.each([
    ['a copy, and later the deletion', moved, false],
    ['a copy in the archive, and later the deletion', 'backfill/mail.md', false],
    ['the deletion, and later a copy', moved, true],
  ])('after %s', async (_case, target, isDeletedFirst) => {
    await publish(old, text)
    await publish('articles/other.md', markdown('Other', 'About [the mail](2026/night-mail.md).'))
    const before = await readSite()
    const receipt = await lambdas.readReceipt(old)
    const marks = await lambdas.issues.listPending('daily', 100)
    if (isDeletedFirst) {
      await withdraw(old)
      expect((await readSite())['atom.xml']).toContain('at:deleted-entry')
      await publish(target, text)
    } else {
      await publish(target, text)
      expect(await readSite()).toEqual(before)
      expect(await lambdas.readReceipt(target)).toMatchObject({
        ...{ state: 'published', copyOf: old, urls: receipt?.urls, problems: [{ rule: 'same-text' }] },
      })
      await withdraw(old)
    }
    expect(await readSite()).toEqual(before)
    expect(await lambdas.readReceipt(target)).toMatchObject({
      ...{ state: 'published', urls: receipt?.urls, article: { ...receipt?.article, id: articleId(old) } },
    })
    expect(await rules(target)).toEqual([])
    expect(await lambdas.readReceipt(old)).toMatchObject({ state: 'withdrawn', movedTo: target })
    const isNews = target.startsWith('articles/')
    expect(await pending()).toEqual(
      marks.map(({ articleId: id }) => id).filter((id) => isNews || id !== articleId(old)),
    )
  })

  test('in between, if the copy takes the place of the deleted file at once', async () => {
    await publish(old, text)
    const before = await readSite()
    await publish(moved, text)
    await lambdas.uploads.remove(old)
    const process = lambdas.startProcess()
    for (const event of lambdas.takeEvents()) await process.ingest(event)
    for (const message of process.messages.splice(0)) await process.publish(message)
    expect(await readSite()).toEqual(before)
    expect((await lambdas.readRecord(moved))?.article?.key).toBe(moved)
  })

  test('nobody is mailed again if digests took the article before', async () => {
    await publish(old, text)
    for (const digest of ['daily', 'weekly'] as const) {
      const [mark] = await lambdas.issues.listPending(digest, 1)
      const Key = { pk: `pending#${digest}`, sk: mark?.order }
      await lambdas.dynamo.send(new DeleteCommand({ TableName: 'issues', Key }))
    }
    await publish(moved, text)
    await withdraw(old)
    await publish(moved, markdown('Night mail', 'It left at nine.'))
    expect([await pending(), await pending('weekly')]).toEqual([[], []])
  })

  test.each([[[`articles/2027/line.png`, moved]], [[moved, 'articles/2027/line.png']]])(
    'files beside the article move with it: %j',
    async (copies) => {
      const withImage = markdown('Night mail', '![The line](line.png)')
      await publish('articles/2026/line.png', png)
      await publish(old, withImage)
      const before = await readSite()
      for (const key of copies) await publish(key, key === moved ? withImage : png)
      await withdraw('articles/2026/line.png')
      await withdraw(old)
      expect(await readSite()).toEqual(before)
      expect(await lambdas.readReceipt('articles/2027/line.png')).toMatchObject({ state: 'published' })
    },
  )

  test('a file that follows later changes nothing, and one that stays behind is taken off the site', async () => {
    const withImage = markdown('Night mail', '![The line](line.png)')
    await publish('articles/2026/line.png', png)
    await publish(old, withImage)
    const before = await readSite()
    await publish(moved, withImage)
    await withdraw(old)
    expect(await rules(moved)).toEqual(['missing-file'])
    expect(Object.keys(await readSite())).not.toContain('articles/night-mail/line.png')
    await publish('articles/2027/line.png', png)
    expect(await readSite()).toEqual(before)
  })

  test('an undated article keeps its date in the archive, and both kinds of sources keep their place', async () => {
    await publish(old, text)
    const { date, liveAt } = (await lambdas.readRecord(old))?.article ?? {}
    await publish('backfill/a.md', text)
    await withdraw(old)
    await publish('backfill/a.md', markdown('Night mail', 'Corrected.'))
    expect((await lambdas.readRecord('backfill/a.md'))?.article).toMatchObject({ date, liveAt, source: 'backfill' })
    await publish(old, markdown('Night mail', 'Corrected.'))
    await withdraw('backfill/a.md')
    expect((await lambdas.readRecord(old))?.article).toMatchObject({ date, liveAt, source: 'news', id: articleId(old) })
    expect(await pending()).toEqual([articleId(old)])
  })
})

test('an article that is moved twice, and back, stays the same', async () => {
  await publish(old, text)
  const before = await readSite()
  const guid = await guidOf(old)
  let place = old
  for (const next of [moved, 'articles/third.md', old]) {
    await publish(next, text)
    await withdraw(place)
    place = next
    expect([await readSite(), await guidOf(next)]).toEqual([before, guid])
  }
  await withdraw(old)
  expect((await readSite())['atom.xml']).toContain(`at:deleted-entry ref="${guid}"`)
})

test('of two copies, the older one takes the place, and the other one is its copy', async () => {
  await publish(old, text)
  const guid = await guidOf(old)
  await publish('articles/z.md', text)
  await publish('articles/a.md', text)
  await withdraw(old)
  expect([await guidOf('articles/z.md'), await guidOf('articles/a.md')]).toEqual([guid, undefined])
  expect(await lambdas.readReceipt('articles/a.md')).toMatchObject({ copyOf: 'articles/z.md' })
})

test('another article under the old path has its own address and guid', async () => {
  await publish(old, text)
  const guid = await guidOf(old)
  await publish(moved, text)
  await withdraw(old)
  await publish(old, markdown('Night mail', 'Quite another one.'))
  expect(await lambdas.readTitles()).toEqual(['Night mail', 'Night mail'])
  expect(await guidOf(moved)).toBe(guid)
  expect(await guidOf(old)).toBe(`${guid}%20(2)`)
  expect((await lambdas.readRecord(old))?.article?.slug).not.toBe('night-mail')
  await withdraw(moved)
  expect(await lambdas.readTitles()).toEqual(['Night mail'])
})

describe('a copy', () => {
  test('becomes an article of its own when its text changes', async () => {
    await publish(old, text)
    await publish(moved, text)
    await publish(moved, markdown('Day mail'))
    expect(await lambdas.readTitles()).toEqual(['Day mail', 'Night mail'])
    expect(await guidOf(moved)).toContain(moved)
    expect(await rules(moved)).toEqual([])
  })

  test('stays back when the original changes or is taken down, and takes its place when that is deleted', async () => {
    await publish(old, text)
    await publish(moved, text)
    const guid = await guidOf(old)
    for (const change of [markdown('Night mail', 'It left at nine.'), text.replace('---\n', '---\ndraft: true\n')]) {
      await publish(old, change)
      const { state, urls, problems } = (await lambdas.readReceipt(moved)) ?? {}
      expect([state, urls, problems?.map(({ rule }) => rule)]).toEqual(['draft', undefined, ['same-text']])
    }
    expect(await lambdas.readTitles()).toEqual([])
    await withdraw(old)
    expect([await lambdas.readTitles(), await guidOf(moved)]).toEqual([['Night mail'], guid])
  })

  test('of a scheduled article keeps its schedule when it takes its place', async () => {
    const due = new Date(lambdas.clock.now().getTime() + 3_600_000).toISOString()
    const scheduled = text.replace('topics', `date: ${due}\ntopics`)
    await publish(old, scheduled)
    await publish(moved, scheduled)
    expect(await lambdas.readReceipt(moved)).toMatchObject({ state: 'scheduled', due, copyOf: old })
    await withdraw(old)
    expect(await lambdas.articles.listDue('2999', 10)).toEqual([moved])
    expect(await lambdas.readReceipt(moved)).toMatchObject({ state: 'scheduled', due })
  })
})

test('of uploads with the same text that are processed at the same time, one is published', async () => {
  const keys = Array.from({ length: 5 }, (_, index) => `articles/${index}.md`)
  for (const key of keys) await lambdas.upload(key, text)
  const process = lambdas.startProcess()
  await Promise.all(lambdas.takeEvents().map((event) => process.ingest(event)))
  await lambdas.settle(process)
  expect(await lambdas.readTitles()).toEqual(['Night mail'])
  const receipts = await Promise.all(keys.map(lambdas.readReceipt))
  expect(receipts.filter((receipt) => receipt?.copyOf !== undefined)).toHaveLength(4)
})

test('links to the old path lead to the article, whether they are older or newer than its move', async () => {
  const link = markdown('Link', 'About [the mail](2026/night-mail.md).')
  await publish('articles/older.md', link)
  await publish(old, text)
  await publish(moved, text)
  await withdraw(old)
  await publish('articles/newer.md', link.replace('Link', 'Link 2'))
  const site = await readSite()
  for (const name of ['link', 'link-2']) {
    expect(site[`articles/${name}/index.html`]).toContain('<a href="https://gazette.example/articles/night-mail/">')
  }
  expect(await rules('articles/newer.md')).toEqual([])
})
