import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { articleId } from '../../core/articles/identity.ts'
import { type ArticleLambdas, openArticleLambdas } from '../support/article-lambdas.ts'
import { readFiles } from '../support/read-state.ts'

let lambdas: ArticleLambdas

beforeEach(async () => {
  lambdas = await openArticleLambdas()
})
afterEach(() => lambdas.close())

const key = 'articles/2026/night-mail.md'
const image = 'articles/2026/maps/line 1.png'
const markdown = (title: string, text = 'It left at eight.') => `---\ntitle: ${title}\ntopics: [rail]\n---\n${text}\n`
const withImage = (title: string) => markdown(title, '![The line](maps/line%201.png) It left at eight.')
const png = Buffer.from('\x89PNG\r\n\x1a\n pixels', 'latin1')
const copy = 'articles/night-mail/maps/line 1.png'

async function publish(uploadKey: string, content: string | Uint8Array): Promise<void> {
  await lambdas.upload(uploadKey, content)
  await lambdas.settle()
}
async function withdraw(uploadKey: string): Promise<void> {
  await lambdas.uploads.remove(uploadKey)
  await lambdas.settle()
}
const files = () => readFiles(lambdas.s3, 'site', 'articles/')
const rules = async (uploadKey: string) => (await lambdas.readReceipt(uploadKey))?.problems.map(({ rule }) => rule)

describe('files beside articles', () => {
  test.each([
    ['after', [key, image]],
    ['before', [image, key]],
  ])(
    'a file that is uploaded %s its article is published below it, and page and feeds link to its URL',
    async (_, order) => {
      for (const each of order) await publish(each, each === key ? withImage('Night mail') : png)
      const site = await files()
      expect(site[copy]).toBe(png.toString('utf8'))
      const page = 'https://gazette.example/articles/night-mail/'
      expect(site['articles/night-mail/index.html']).toContain(`src="${page}maps/line%201.png"`)
      const { 'feed.json': feed = '' } = await readFiles(lambdas.s3, 'site', 'feed.json')
      expect(feed).toContain(`${page}maps/line%201.png`)
      expect(await lambdas.readReceipt(image)).toMatchObject({
        state: 'published',
        urls: { page: `${page}maps/line%201.png` },
      })
      expect(await rules(key)).not.toContain('missing-file')
    },
  )

  test('the receipt of an article names a missing file, until it is uploaded', async () => {
    await publish(key, withImage('Night mail'))
    expect((await lambdas.readReceipt(key))?.problems).toContainEqual(
      expect.objectContaining({ rule: 'missing-file', fix: `Upload it as ${image}.` }),
    )
    await publish(image, png)
    expect(await rules(key)).not.toContain('missing-file')
    await withdraw(image)
    expect(await rules(key)).toContain('missing-file')
  })

  test('the copy of a file is removed with its upload, the reference to it or the article, and returns with them', async () => {
    await publish(image, png)
    await publish(key, withImage('Night mail'))
    const gone = async () => expect(Object.keys(await files())).not.toContain(copy)
    await withdraw(image)
    await gone()
    expect(await lambdas.readReceipt(image)).toMatchObject({ state: 'withdrawn' })
    await publish(image, png)
    expect(await files()).toHaveProperty([copy])
    await publish(key, markdown('Night mail'))
    await gone()
    expect(await lambdas.readReceipt(image)).toMatchObject({ state: 'draft', problems: [{ rule: 'unused-file' }] })
    await publish(key, withImage('Night mail'))
    expect(await files()).toHaveProperty([copy])
    await withdraw(key)
    expect(await files()).toEqual({})
  })

  test('a new version of a file replaces its copies below every article that refers to it, even from another folder', async () => {
    await publish('articles/other.md', markdown('Other', '[The map](2026/maps/line%201.png?v=2#top)'))
    await publish('articles/2025/third.md', markdown('Third', '<video poster="../2026/maps/line%201.png"></video>'))
    await publish(key, withImage('Night mail'))
    await publish(image, 'one')
    await publish(image, 'two')
    const paths = [copy, 'articles/other/2026/maps/line 1.png', 'articles/third/up/2026/maps/line 1.png']
    for (const path of paths) expect((await files())[path]).toBe('two')
    expect((await files())['articles/third/index.html']).toContain('/articles/third/up/2026/maps/line%201.png')
  })

  test('an empty file is rejected and not published', async () => {
    await publish(key, withImage('Night mail'))
    await publish(image, '')
    expect(await lambdas.readReceipt(image)).toMatchObject({ state: 'rejected', problems: [{ rule: 'empty-file' }] })
    expect(Object.keys(await files())).not.toContain(copy)
  })
})

describe('uploads that are moved to another key', () => {
  test('the old URL of an article that was moved onto an existing one leads there, and nowhere after its withdrawal', async () => {
    const other = 'articles/2027/night-mail.md'
    await publish(key, markdown('Night mail'))
    await publish(other, markdown('Night mail', 'It left at nine.'))
    await publish(other, markdown('Night mail'))
    for (const each of [key, other]) expect(await rules(each)).toContain('same-text')
    await withdraw(key)
    expect(await rules(other)).not.toContain('same-text')
    const { slug } = (await lambdas.readRecord(other))?.article ?? {}
    const page = (await files())['articles/night-mail/index.html']
    expect(page).toContain(`<meta http-equiv="refresh" content="0; url=/articles/${slug}/">`)
    expect(page).toContain(`<link rel="canonical" href="https://gazette.example/articles/${slug}/">`)
    await withdraw(other)
    expect(await files()).toEqual({})
  })
})

describe('contested slugs', () => {
  const [older, newer] = ['articles/z-older.md', 'articles/a-newer.md'] as const
  test.each([[[0, 1]], [[1, 0]]])(
    'the article that was uploaded first has the slug, even if the events are processed in the order %j',
    async (order) => {
      await lambdas.upload(older, markdown('Same', '[up](#x) Older <i id=x></i>'))
      lambdas.clock.move(2)
      await lambdas.upload(newer, markdown('Same', '[up](#x) Newer <i id=x></i>'))
      const events = lambdas.takeEvents()
      const process = lambdas.startProcess()
      for (const index of order) await process.ingest(events[index] ?? '')
      await lambdas.settle(process)
      const alternative = `same-${articleId(newer).slice(0, 8)}`
      const site = await files()
      expect(Object.keys(site).sort()).toEqual(
        [`articles/${alternative}/index.html`, 'articles/same/index.html'].sort(),
      )
      expect(site['articles/same/index.html']).toContain('Older')
      expect(site[`articles/${alternative}/index.html`]).toContain('Newer')
      expect(await lambdas.readReceipt(newer)).toMatchObject({
        urls: { page: `https://gazette.example/articles/${alternative}/` },
      })
      const { 'feed.json': feed = '' } = await readFiles(lambdas.s3, 'site', 'feed.json')
      expect(feed).toContain(`/articles/${alternative}/#a-x`)
    },
  )
})

test('the hourly comparison finds uploads, corrections, deletions and files whose events were lost', async () => {
  await publish(key, withImage('Night mail'))
  await publish('articles/gone.md', markdown('Gone'))
  await lambdas.upload(key, withImage('Day mail'))
  await lambdas.upload(image, png)
  await lambdas.upload('backfill/2013-05-09-lost.md', markdown('Lost'))
  await lambdas.uploads.remove('articles/gone.md')
  lambdas.takeEvents()
  const process = lambdas.startProcess()
  await process.reconcile()
  await lambdas.settle(process)
  expect((await lambdas.readTitles())?.sort()).toEqual(['Day mail', 'Lost'])
  expect(await files()).toHaveProperty([copy])
  expect(await lambdas.readReceipt('articles/gone.md')).toMatchObject({ state: 'withdrawn' })
  await process.reconcile()
  expect(process.services.ingest.messages.filter((message) => message.key !== image)).toEqual([])
})
