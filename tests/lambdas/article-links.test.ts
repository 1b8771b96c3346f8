import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ArticleLambdas, openArticleLambdas, type Process } from '../support/article-lambdas.ts'

const url = 'https://gazette.example/articles'
const mail = 'articles/2026/mail.md'
const ferry = 'backfill/2019/ferry.md'
const markdown = (title: string, text: string, fields = '') =>
  `---\ntitle: ${title}\ndate: 2026-03-31\n${fields}---\n${text}\n`
const toFerry = markdown('Night mail', 'See [the ferry](../../backfill/2019/ferry.md#the-fares).')
const ferryText = (text = '## The fares\n\nTwopence.', fields = '') => markdown('The ferry', text, fields)

let lambdas: ArticleLambdas
let process: Process

beforeEach(async () => {
  lambdas = await openArticleLambdas()
  process = lambdas.startProcess()
})
afterEach(() => lambdas.close())

async function publish(key: string, text: string): Promise<void> {
  await lambdas.upload(key, text)
  await lambdas.settle(process)
}

async function read(key: string) {
  const record = await lambdas.readRecord(key)
  const body = await lambdas.bodies.get(record?.article?.contentKey ?? '')
  const rules = (await lambdas.readReceipt(key))?.problems.map(({ rule, line }) => `${rule} ${line}`) ?? []
  const links = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, address]) => address)
  return { record, rules, page: links(body.page), feed: links(body.feed), email: links(body.email) }
}

test('a link leads to another article in every form, whichever is uploaded first', async () => {
  await publish(mail, toFerry)
  expect(await read(mail)).toMatchObject({ page: [], feed: [], email: [] })
  expect((await read(mail)).rules).toContain('missing-article 5')
  await publish(ferry, ferryText())
  const target = `${url}/the-ferry/#a-the-fares`
  expect(await read(mail)).toMatchObject({ page: [target], feed: [target], email: [target] })
  expect((await read(mail)).rules).not.toContain('missing-article 5')
  await publish('articles/later.md', markdown('Later', '[x](../backfill/2019/ferry.md#the-fares)'))
  expect((await read('articles/later.md')).page).toEqual([target])
})

test('a link follows what becomes of the other article, and that is no correction of the one that links', async () => {
  await publish(ferry, ferryText())
  await publish(mail, toFerry)
  const { updatedAt } = (await read(mail)).record?.article ?? {}
  const steps: [string | undefined, string[], string | undefined][] = [
    [ferryText('## The fares and times'), [`${url}/the-ferry/`], 'dangling-fragment 5'],
    [ferryText('## Fares {#the-fares}'), [`${url}/the-ferry/#a-the-fares`], undefined],
    [ferryText(undefined, 'draft: true\n'), [], 'missing-article 5'],
    [ferryText(), [`${url}/the-ferry/#a-the-fares`], undefined],
    [undefined, [], 'missing-article 5'],
    [ferryText(), [`${url}/the-ferry/#a-the-fares`], undefined],
  ]
  for (const [text, page, rule] of steps) {
    if (text === undefined) await lambdas.uploads.remove(ferry)
    else await lambdas.upload(ferry, text)
    await lambdas.settle(process)
    const present = await read(mail)
    expect(present.page).toEqual(page)
    expect(present.rules.filter((each) => /article|fragment/.test(each))).toEqual(rule === undefined ? [] : [rule])
    expect(present.record?.article?.updatedAt).toBe(updatedAt)
  }
})

test('a link follows an article whose address changes', async () => {
  await publish('articles/b.md', markdown('Road', 'Text.', 'slug: road\n'))
  await publish(mail, markdown('Night mail', '[x](../b.md)'))
  await lambdas.uploads.remove('articles/b.md')
  await lambdas.settle(process)
  expect((await read(mail)).page).toEqual([])
  await publish('articles/b.md', markdown('Road', 'Text.', 'slug: road\n'))
  expect((await read(mail)).page).toEqual([`${url}/road/`])
})

test('a rejected article that links to a changing one is not checked forever', async () => {
  await publish(ferry, ferryText())
  await publish(mail, toFerry)
  await publish(mail, '---\ntitle: ""\n---\n[x](../../backfill/2019/ferry.md)\n')
  await publish(ferry, ferryText('Text.'))
  expect(process.services.ingest.messages).toEqual([])
  expect((await lambdas.readRecord(mail))?.state).toBe('rejected')
})

test('articles that link to each other end in the same state after any order and repetition of events', async () => {
  const texts = {
    'articles/a.md': markdown('A', '## One\n\n[b](b.md#two) [c](c.html) [none](d.md)'),
    'articles/b.md': markdown('B', '## Two\n\n[a](a.md#one) [self](b.md#two)'),
    'articles/c.html':
      '<title>C</title><meta name=date content=2026-03-31><p><a href="a.md#one">a</a> <a href="./b.md">b</a>',
  }
  for (const [key, text] of Object.entries(texts)) await lambdas.upload(key, text)
  const events = lambdas.takeEvents()
  const order = fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 })
  await fc.assert(
    fc.asyncProperty(order, async (shuffled) => {
      for (const event of shuffled) await process.ingest(event)
      await process.catchUp()
      expect((await read('articles/a.md')).page.slice(1)).toEqual([`${url}/b/#a-two`, `${url}/c/`])
      expect((await read('articles/b.md')).page.slice(1)).toEqual([`${url}/a/#a-one`, `${url}/b/#a-two`])
      expect((await read('articles/c.html')).page).toEqual([`${url}/a/#a-one`, `${url}/b/`])
    }),
    { numRuns: 5 },
  )
})

test('two articles that are stored at the same time find each other', async () => {
  await lambdas.upload('articles/a.md', markdown('A', '[b](b.md)'))
  await lambdas.upload('articles/b.md', markdown('B', '[a](a.md)'))
  const other = lambdas.startProcess()
  const [one = '', two = ''] = lambdas.takeEvents()
  await Promise.all([process.ingest(one), other.ingest(two)])
  await process.catchUp()
  await other.catchUp()
  expect((await read('articles/a.md')).page).toEqual([`${url}/b/`])
  expect((await read('articles/b.md')).page).toEqual([`${url}/a/`])
})

test('after a lost response, the retried message still brings the links up to date', async () => {
  await publish(mail, toFerry)
  await lambdas.upload(ferry, ferryText())
  const [event = ''] = lambdas.takeEvents()
  lambdas.faults.add({ operation: 'Query', key: { prefix: 'file#' }, fault: 'fail', times: 9 })
  await expect(process.ingest(event)).rejects.toThrow()
  lambdas.faults.clear()
  await process.ingest(event)
  await process.catchUp()
  expect((await read(mail)).page).toEqual([`${url}/the-ferry/#a-the-fares`])
})

test('a link by name leads to the only article of that name, whichever is uploaded first', async () => {
  const links = '[x](/2019/05/09/old-ferry/#the-fares) [[Old ferry]] [z]({% post_url 2019-05-09-old-ferry %}).'
  await publish(mail, markdown('Night mail', links))
  expect(await read(mail)).toMatchObject({ page: ['https://gazette.example/2019/05/09/old-ferry/#the-fares'] })
  expect((await read(mail)).rules).toEqual(['wiki-link 5', 'template-code 5', 'relative-link 5'])
  const targets = [`${url}/the-ferry/#a-the-fares`, `${url}/the-ferry/`, `${url}/the-ferry/`]
  const steps: [string, string | undefined, boolean][] = [
    ['backfill/_posts/2019-05-09-old-ferry.markdown', ferryText(), true],
    ['articles/old-ferry.md', markdown('Another', 'Text.'), false], // now two have the name
    ['articles/old-ferry.md', undefined, true],
    ['backfill/_posts/2019-05-09-old-ferry.markdown', ferryText(undefined, 'draft: true\n'), false],
    [ferry, ferryText(undefined, 'permalink: /boats/old-ferry/\n'), true],
    [ferry, ferryText(), false],
  ]
  for (const [key, text, isFound] of steps) {
    if (text === undefined) await lambdas.uploads.remove(key)
    else await lambdas.upload(key, text)
    await lambdas.settle(process)
    const { page, rules } = await read(mail)
    if (isFound) expect(page.map((address) => address?.replace(/ferry-\w+/, 'ferry'))).toEqual(targets)
    expect(rules.includes('wiki-link 5')).toBe(!isFound)
  }
})
