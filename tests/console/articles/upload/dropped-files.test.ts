import { expect, test } from 'vitest'
import { maximumFileBytes } from '../../../../core/reading/limits.ts'
import { openConsole } from '../../console-fixture.ts'

async function openDrop() {
  const console = await openConsole()
  const plan = async (body: unknown, headers = {}) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } }
    const answer = await console.ask('/articles/-/upload/plan', { ...init, body: JSON.stringify(body) })
    return { status: answer.status, text: await answer.text() }
  }
  const send = async (fields: Readonly<Record<string, string | File>>, headers = {}) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.append(name, value)
    const answer = await console.ask('/articles/-/upload/one', { method: 'POST', headers, body })
    return { status: answer.status, text: await answer.text() }
  }
  return { ...console, plan, send }
}

const file = (text: string, name = 'x') => new File([text], name)

test('a dropped folder keeps its paths, and what is no content is left out', async () => {
  const { plan } = await openDrop()
  const paths = ['trip/index.md', 'trip/map 🐎.png', 'trip/.git/config', 'trip/.DS_Store', '../../receipts/a.md']
  const { files, leftOut } = JSON.parse((await plan({ paths })).text)
  expect(files.map(({ key }: { key: string }) => key)).toEqual([
    'articles/trip/index.md',
    'articles/trip/map 🐎.png',
    'articles/receipts/a.md',
  ])
  expect(leftOut).toEqual(['trip/.git/config', 'trip/.DS_Store'])
  const archive = JSON.parse((await plan({ paths: ['Articles/a.md'], target: '../2015', backfill: 'on' })).text)
  expect(archive.files).toEqual([{ path: 'Articles/a.md', key: 'backfill/2015/a.md' }])
})

test('two files of a drop that would get one key are refused', async () => {
  const { plan } = await openDrop()
  const { status, text } = await plan({ paths: ['one/articles/a.png', 'two/articles/a.png'] })
  expect([status, text]).toEqual([409, expect.stringContaining('Two of the files would be uploaded as articles/a.png')])
})

test('a plan without paths is refused', async () => {
  const { plan } = await openDrop()
  for (const body of [null, [], 'x', {}, { paths: 'a.md' }, { paths: [1] }]) expect((await plan(body)).status).toBe(400)
})

test('other origins neither plan nor upload', async () => {
  const { plan, send, puts } = await openDrop()
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
    expect((await plan({ paths: ['a.md'] }, headers)).status).toBe(403)
    expect((await send({ key: 'articles/a.md', file: file('x') }, headers)).status).toBe(403)
  }
  expect(puts).toEqual([])
})

test.each([
  ...['receipts/articles/a.md.json', 'articles/../receipts/a.md', 'articles/./a.md', 'articles//a.md', 'articles/'],
  ...['a.md', 'Articles/a.md', 'site/index.html', '', '/articles/a.md', 'articles/a\u0000.md', 'articles/.env'],
  `articles/${'x'.repeat(1020)}.md`,
])('nothing is uploaded as %j', async (key) => {
  const { send, puts } = await openDrop()
  expect(await send({ key, file: file('x') })).toMatchObject({ status: 400, text: expect.stringContaining('refused') })
  expect(puts).toEqual([])
})

test('an incomplete form and too large a file are refused', async () => {
  const { send, puts } = await openDrop()
  expect((await send({ key: 'articles/a.md' })).status).toBe(400)
  expect((await send({ key: 'articles/a.md', file: 'text' })).status).toBe(400)
  const large = new File([new Uint8Array(maximumFileBytes + 20_000)], 'large.pdf')
  expect((await send({ key: 'articles/large.pdf', file: large })).status).toBe(413)
  expect(puts).toEqual([])
})

test('a different article is replaced only with the answer to the question', async () => {
  const { send, puts } = await openDrop()
  const key = 'articles/letter.md'
  expect((await send({ key, file: file('# Bath\n\nThe coach was late.') })).text).toContain('"uploaded"')
  const york = file('# York\n\nThe river rose.')
  const asked = await send({ key, file: york })
  expect(JSON.parse(asked.text)).toMatchObject({ state: 'different', there: 'Bath', yours: 'York' })
  expect(puts).toHaveLength(1)
  expect((await send({ key, file: york, replace: 'yes' })).text).toContain('"uploaded"')
  expect(puts.map(({ text }) => text.slice(0, 6))).toEqual(['# Bath', '# York'])
})

test('a picture that is put into an article never replaces the one that has its name', async () => {
  const { send, puts } = await openDrop()
  const put = async (text: string) =>
    JSON.parse((await send({ key: 'articles/map.png', file: file(text), beside: 'yes' })).text).key
  expect([await put('one'), await put('two')]).toEqual(['articles/map.png', 'articles/map-2.png'])
  expect(puts.map(({ text }) => text)).toEqual(['one', 'two'])
})
