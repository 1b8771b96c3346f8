import { afterEach, beforeEach, expect, test } from 'vitest'
import { png } from '../core/articles/png.ts'
import { type ArticleLambdas, openArticleLambdas } from '../support/article-lambdas.ts'
import { readFiles } from '../support/read-state.ts'

let lambdas: ArticleLambdas
beforeEach(async () => {
  lambdas = await openArticleLambdas()
})
afterEach(() => lambdas.close())

const text = '---\nimage: { url: cover.png, alt: A map }\n---\n# Maps\n\nText.\n\n![A letter](pics/letter.png)\n'

async function upload(key: string, body: string | Buffer): Promise<void> {
  await lambdas.upload(key, body)
  await lambdas.settle()
}

async function readSite() {
  const [page, feed] = ['articles/maps/index.html', 'feed.xml']
  const { [page]: html = '', [feed]: rss = '' } = await readFiles(lambdas.s3, 'site', '')
  return { html, rss }
}

async function shown() {
  const { html, rss } = await readSite()
  return {
    lead: /<img [^>]*cover\.png"[^>]*? (width="\d+" height="\d+")/.exec(html)?.[1],
    inText: /<img [^>]*letter\.png"[^>]*? (width="\d+" height="\d+")/.exec(html)?.[1],
    enclosure: /<enclosure [^>]*?length="(\d+)" type="image\/png"/.exec(rss)?.[1],
    media: /<media:content [^>]*?width="(\d+)"/.exec(rss)?.[1],
  }
}

const complete = { lead: 'width="600" height="400"', inText: 'width="30" height="40"', enclosure: '34', media: '600' }

test('pictures that are uploaded before their article are shown with their sizes', async () => {
  await upload('articles/cover.png', png(600, 400))
  await upload('articles/pics/letter.png', png(30, 40))
  await upload('articles/maps.md', text)
  expect(await shown()).toEqual(complete)
})

test('pictures that are uploaded after their article get their sizes, and the article does not count as corrected', async () => {
  await upload('articles/maps.md', text)
  expect(await shown()).toEqual({ lead: undefined, inText: undefined, enclosure: undefined, media: undefined })
  const updatedAt = (await lambdas.readRecord('articles/maps.md'))?.article?.updatedAt
  lambdas.clock.move(60_000)
  await upload('articles/cover.png', png(600, 400))
  await upload('articles/pics/letter.png', png(30, 40))
  expect(await shown()).toEqual(complete)
  expect((await lambdas.readRecord('articles/maps.md'))?.article?.updatedAt).toBe(updatedAt)
})

test('a new version of a picture is shown in its new size', async () => {
  await upload('articles/cover.png', png(600, 400))
  await upload('articles/maps.md', text)
  await upload('articles/cover.png', Buffer.concat([png(900, 300), Buffer.alloc(66)]))
  expect(await shown()).toMatchObject({ lead: 'width="900" height="300"', enclosure: '100', media: '900' })
})

test('a file that is not a picture is shown without a size', async () => {
  await upload('articles/cover.png', Buffer.from('not a picture'))
  await upload('articles/maps.md', text)
  expect(await shown()).toMatchObject({ lead: undefined, enclosure: '13' })
})

test('audio beside an article is an enclosure with its length, whichever is uploaded first', async () => {
  const enclosures = async () => (await readSite()).rss.match(/<enclosure [^>]*>/g)
  await upload('articles/maps.md', '# Maps\n\nText.\n\n![Episode 1](audio/one.mp3)\n')
  expect(await enclosures()).toEqual([
    expect.stringMatching(/articles\/maps\/audio\/one\.mp3" length="0" type="audio\/mpeg"/),
  ])
  await upload('articles/audio/one.mp3', Buffer.alloc(1234))
  expect(await enclosures()).toEqual([expect.stringContaining('/audio/one.mp3" length="1234" type="audio/mpeg"')])
  await upload('articles/audio/one.mp3', Buffer.alloc(99))
  expect(await enclosures()).toEqual([expect.stringContaining('length="99"')])
})
