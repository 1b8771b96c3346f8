import { beforeAll, expect, test } from 'vitest'
import { uploadVersionStore } from '../../../aws/articles/upload-version-store.ts'
import {
  companionsOf,
  moveArticle,
  refuseArticleKey,
  withdrawUpload,
} from '../../../operations/articles/move-upload.ts'
import { readHistory, restoreVersion } from '../../../operations/articles/upload-history.ts'
import { uploadIndex } from '../../../operations/articles/upload-index.ts'
import { type ArticleLambdas, openArticleLambdas } from '../../support/article-lambdas.ts'

let lambdas: ArticleLambdas
beforeAll(async () => {
  lambdas = await openArticleLambdas()
  lambdas.s3Service.createBucket('uploads', { versioning: 'Enabled' })
})

const letter = (place: string) =>
  `# A letter from ${place}\n\nNothing happened in ${place} that could be written down.\n`
const textOf = async (key: string) => Buffer.from((await lambdas.uploads.get(key, 10_000))?.bytes ?? []).toString()
const failure = (message: string) => expect.objectContaining({ message: expect.stringContaining(message) })

test('an article moves with the files beside it, and keeps its guid and its address', async () => {
  const { uploads, upload, settle, readRecord } = lambdas
  await upload('articles/bath/map #1.png', 'a map')
  const etag = await upload('articles/bath/letter.md', `${letter('Bath')}\n![A map](map%20%231.png)\n`)
  await settle()
  const former = await readRecord('articles/bath/letter.md')
  const files = former?.files ?? []
  await moveArticle({ from: 'articles/bath/letter.md', to: 'articles/2026/york/a %2F 🐎.md', etag, files }, uploads)
  await settle()
  const record = await readRecord('articles/2026/york/a %2F 🐎.md')
  expect(record?.problems).toEqual(former?.problems)
  expect(record?.article).toMatchObject({ guid: former?.article?.guid, slug: former?.article?.slug })
  expect(await readRecord('articles/bath/letter.md')).toMatchObject({ movedTo: record?.key, state: 'withdrawn' })
  expect(await textOf('articles/2026/york/map #1.png')).toBe('a map')
})

test('a move that cannot be made changes nothing', async () => {
  const { uploads, upload } = lambdas
  const etag = await upload('articles/a.md', letter('Ayr'))
  await upload('articles/b.md', letter('Bath'))
  const move = (to: string, version = etag) =>
    moveArticle({ from: 'articles/a.md', to, etag: version, files: [] }, uploads)
  await expect(move('articles/b.md')).rejects.toEqual(failure('there is an upload articles/b.md already'))
  await expect(move('articles/a.md')).rejects.toEqual(failure('This is the path that it has'))
  await expect(move('articles/c.md', '"other"')).rejects.toEqual(failure('was changed in the meantime'))
  for (const to of [
    'receipts/a.md',
    'a.md',
    'articles/../receipts/a.md',
    'articles//a.md',
    'articles/a.png',
    'articles/a.exe',
    `articles/${'x'.repeat(1100)}.md`,
  ]) {
    await expect(move(to)).rejects.toEqual(failure('was not moved'))
  }
  expect([await textOf('articles/a.md'), await textOf('articles/b.md')]).toEqual([letter('Ayr'), letter('Bath')])
})

test('files of other folders do not go along', () => {
  const files = [
    { key: 'articles/maps/bath.png', path: 'up/maps/bath.png' },
    { key: 'articles/bath/map.png', path: 'map.png' },
  ]
  expect(companionsOf('articles/bath/letter.md', 'articles/york/letter.md', files)).toEqual([
    { from: 'articles/bath/map.png', to: 'articles/york/map.png' },
  ])
  expect(companionsOf('articles/bath/letter.md', 'articles/bath/note.md', files)).toEqual([])
  expect(refuseArticleKey('backfill/2015/a.txt')).toBeUndefined()
})

test('an upload is withdrawn only as it was shown, and an earlier version comes back', async () => {
  const { upload } = lambdas
  const uploads = { ...lambdas.uploads, ...uploadVersionStore(lambdas.s3, 'uploads') }
  const key = 'articles/history <b>.md'
  const [first, second] = [await upload(key, letter('Ayr')), await upload(key, letter('Bath'))]
  await upload(`${key}.md`, 'a neighbour')
  await expect(withdrawUpload(key, first, uploads)).rejects.toEqual(failure('was changed in the meantime'))
  await withdrawUpload(key, second, uploads)
  const history = await readHistory(key, uploads)
  expect(history.map(({ size, isLatest }) => [size, isLatest])).toEqual([
    [undefined, true],
    [letter('Bath').length, false],
    [letter('Ayr').length, false],
  ])
  const oldest = history[2]?.id ?? ''
  await expect(restoreVersion(key, oldest, second, uploads)).rejects.toEqual(failure('changed in the meantime'))
  await restoreVersion(key, oldest, undefined, uploads)
  expect(await textOf(key)).toBe(letter('Ayr'))
  expect(await readHistory(key, uploads)).toHaveLength(4)
  for (const version of ['x'.repeat(32), 'not an id', history[0]?.id ?? '']) {
    await expect(restoreVersion(key, version, undefined, uploads)).rejects.toEqual(failure('does not exist any more'))
  }
})

test('the index shows uploads with what their receipts say, and reads a receipt once', async () => {
  const { uploads, upload, settle } = lambdas
  await upload('articles/index/good.md', letter('Ayr'))
  await upload('articles/index/bad.md', '---\ntitle: Bath\ndate: yesterday\n---\nText.')
  await upload('backfill/old.md', `---\ndate: 2015-03-31\n---\n${letter('York')}`)
  await settle()
  await uploads.remove('articles/index/good.md')
  await settle()
  await upload('articles/index/new.md', letter('Hull'))
  let reads = 0
  const getReceipt = (path: string) => {
    reads++
    return uploads.getReceipt(path)
  }
  let time = 0
  const index = uploadIndex({ listPage: uploads.listPage, getReceipt }, () => time)
  const find = async (key: string) => (await index.list(10_000)).uploads.find((each) => each.key === key)
  await expect.poll(async () => (await index.list(10_000)).unread).toBe(0)
  expect(await find('articles/index/good.md')).toMatchObject({ exists: false, summary: { state: 'withdrawn' } })
  expect(await find('articles/index/bad.md')).toMatchObject({
    summary: { state: 'rejected', title: 'Bath', errors: 1 },
  })
  expect(await find('backfill/old.md')).toMatchObject({
    exists: true,
    isAnswered: true,
    summary: { state: 'published' },
  })
  expect(await find('articles/index/new.md')).toMatchObject({ isAnswered: false, summary: undefined })
  const first = reads
  await settle()
  time += 60_000
  index.expire()
  await expect.poll(() => find('articles/index/new.md')).toMatchObject({ summary: { state: 'published' } })
  expect(reads - first).toBe(1)
})

test('a listing that fails is reported by the page that needs it, and the next one tries again', async () => {
  const { uploads } = lambdas
  let isBroken = true
  const listPage: typeof uploads.listPage = (page) =>
    isBroken ? Promise.reject(new Error('no connection')) : uploads.listPage(page)
  const index = uploadIndex({ listPage, getReceipt: uploads.getReceipt })
  await expect(index.list()).rejects.toThrow('no connection')
  isBroken = false
  expect((await index.list(10_000)).uploads.length).toBeGreaterThan(0)
})

test('uploads are shown while their receipts are still being listed', async () => {
  const { uploads } = lambdas
  await lambdas.upload('articles/index/early.md', letter('Bath'))
  await lambdas.settle()
  let release = () => undefined as undefined
  const isReleased = new Promise<void>((resolve) => {
    release = () => void resolve()
  })
  const listPage: typeof uploads.listPage = async (page) => {
    if (page.prefix === 'receipts/') await isReleased
    return uploads.listPage(page)
  }
  const index = uploadIndex({ listPage, getReceipt: uploads.getReceipt })
  const find = async () => {
    const { uploads: listed, isListed } = await index.list(10)
    return { isListed, early: listed.find(({ key }) => key === 'articles/index/early.md') }
  }
  const early = { exists: true, isAnswered: true, summary: undefined }
  await expect.poll(find).toMatchObject({ isListed: false, early })
  release()
  await expect.poll(find).toMatchObject({ isListed: true, early: { summary: { state: 'published' } } })
})
