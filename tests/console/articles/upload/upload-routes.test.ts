import { expect, test } from 'vitest'
import { maximumFileBytes } from '../../../../core/reading/limits.ts'
import { openConsole } from '../../console-fixture.ts'
import { sampleReceipt } from '../../samples.ts'

function formOf(...files: File[]): RequestInit {
  const body = new FormData()
  for (const file of files) body.append('file', file)
  return { method: 'POST', body }
}

test('an article is uploaded as news, and its receipt is shown as soon as it exists', async () => {
  const { ask, addReceipt, puts } = await openConsole()
  const answer = await ask(
    '/articles/-/upload',
    formOf(new File(['# Hello'], 'hello world.md', { type: 'text/markdown' })),
  )
  expect(puts).toEqual([{ key: 'articles/hello world.md', text: '# Hello', contentType: 'text/markdown' }])
  expect(answer.status).toBe(303)
  const receipt = answer.headers.get('location') ?? ''
  const waiting = await (await ask(receipt)).text()
  expect(waiting).toContain('is being checked')
  expect(waiting).toContain('<meta http-equiv="refresh" content="1">')
  addReceipt(sampleReceipt({ key: 'articles/hello world.md', title: 'Hello' }), '"1"')
  const page = await (await ask(receipt)).text()
  expect(page).toContain('<bdi>Hello</bdi>')
  expect(page).not.toContain('http-equiv="refresh"')
})

test('the receipt of an older version is not shown for the new one', async () => {
  const { ask } = await openConsole({ receipts: [sampleReceipt({ key: 'articles/hello.md', title: 'Old' })] })
  const answer = await ask('/articles/-/upload', formOf(new File(['# New'], 'hello.md')))
  expect(await (await ask(answer.headers.get('location') ?? '')).text()).toContain('is being checked')
})

test('files beside an article are uploaded with it', async () => {
  const { ask, puts } = await openConsole()
  const answer = await ask(
    '/articles/-/upload',
    formOf(new File(['x'], 'map.png', { type: 'image/png' }), new File(['y'], 'a.md')),
  )
  expect(puts.map(({ key, contentType }) => [key, contentType])).toEqual([
    ['articles/map.png', 'image/png'],
    ['articles/a.md', expect.any(String)],
  ])
  expect(answer.headers.get('location')).toContain('/articles/articles/a.md?upload=')
})

test('after an upload of a single asset or of several articles, the page lists them', async () => {
  const { ask } = await openConsole()
  const asset = await (await ask('/articles/-/upload', formOf(new File(['x'], 'map.png')))).text()
  expect(asset).toContain('href="/articles/articles/map.png?upload=%221%22"')
  const two = await (await ask('/articles/-/upload', formOf(new File(['x'], 'a.md'), new File(['y'], 'b.txt')))).text()
  expect(two).toContain('href="/articles/articles/a.md?upload=%222%22"')
  expect(two).toContain('href="/articles/articles/b.txt?upload=%223%22"')
})

test.each(['.DS_Store', '..', 'a.md~', `${'x'.repeat(1020)}.md`])(
  'a name that cannot be an article is refused: %s',
  async (name) => {
    const { ask, puts } = await openConsole()
    const answer = await ask('/articles/-/upload', formOf(new File(['x'], 'good.md'), new File(['x'], name)))
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('Postrider does not accept files named')
    expect(puts).toEqual([])
  },
)

test('folders in a file name cannot lead out of articles/', async () => {
  const { ask, puts } = await openConsole()
  await ask('/articles/-/upload', formOf(new File(['x'], '../../receipts/a.md')))
  expect(puts.map(({ key }) => key)).toEqual(['articles/receipts/a.md'])
})

test('a form without a file, or no form at all, is refused', async () => {
  const { ask } = await openConsole()
  const bodies = [
    formOf(),
    formOf(new File([], '')),
    { method: 'POST', body: 'file=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    { method: 'POST', body: 'nonsense', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
    { method: 'POST' },
  ]
  for (const init of bodies) {
    const answer = await ask('/articles/-/upload', init)
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('Choose a file first.')])
  }
})

test('a form that is too large is refused', async () => {
  const { ask, puts } = await openConsole()
  const answer = await ask(
    '/articles/-/upload',
    formOf(new File([new Uint8Array(maximumFileBytes + 20_000)], 'large.pdf')),
  )
  expect(answer.status).toBe(413)
  expect(await answer.text()).toContain('at most 100 MB')
  expect(puts).toEqual([])
})

const bath = '# A letter from Bath\n\nThe coach was late.'
const york = '# A letter from York\n\nThe river rose.'

test('a folder is uploaded with its folders, without the files of programs', async () => {
  const { ask, puts } = await openConsole()
  const names = ['uk/bath/index.md', 'uk/york/index.md', 'uk/york/map.png', 'uk/.git/config']
  const answer = await (await ask('/articles/-/upload', formOf(...names.map((name) => new File([name], name))))).text()
  expect(puts.map(({ key }) => key)).toEqual(names.slice(0, 3).map((name) => `articles/${name}`))
  expect(answer).toMatch(/Left out[\s\S]*uk\/\.git\/config/)
})

test('two files with one key are refused', async () => {
  const { ask, puts } = await openConsole()
  const answer = await ask('/articles/-/upload', formOf(new File([bath], 'index.md'), new File([york], 'index.md')))
  expect([answer.status, puts]).toEqual([400, []])
  expect(await answer.text()).toContain('Two of the files would be uploaded as articles/index.md.')
})

test('a different article is replaced only after a question that names both', async () => {
  const { ask, puts, id } = await openQuestion()
  expect(puts).toHaveLength(1)
  const replace = { method: 'POST', body: new URLSearchParams({ id }) }
  expect((await ask('/articles/-/upload/replace', replace)).headers.get('location')).toContain(
    '/articles/articles/letter.md',
  )
  expect(puts.map(({ text }) => text)).toEqual([bath, york])
  const again = await ask('/articles/-/upload/replace', replace)
  expect([again.status, puts.length]).toEqual([410, 2])
})

test('a correction is uploaded without a question', async () => {
  const { ask, puts } = await openConsole()
  for (const text of [bath, bath, bath.replace('late', 'early')]) {
    expect((await ask('/articles/-/upload', formOf(new File([text], 'letter.md')))).status).toBe(303)
  }
  expect(puts).toHaveLength(3)
})

test('an article that was changed after the question is not replaced', async () => {
  const { ask, id, puts, stack } = await openQuestion()
  await stack.uploads.put('articles/letter.md', Buffer.from('# Another editor'), 'text/markdown')
  const answer = await ask('/articles/-/upload/replace', { method: 'POST', body: new URLSearchParams({ id }) })
  expect(answer.status).toBe(409)
  expect(await answer.text()).toContain('was changed in the meantime')
  expect(puts).toHaveLength(2)
})

test('the answer to a question that was not asked replaces nothing', async () => {
  const { ask, puts } = await openQuestion()
  const bodies = [new URLSearchParams({ id: 'guessed' }), new URLSearchParams(), new FormData(), 'nonsense']
  for (const body of bodies)
    expect((await ask('/articles/-/upload/replace', { method: 'POST', body })).status).toBe(410)
  const foreign = { method: 'POST', body: new FormData(), headers: { origin: 'https://example.org' } }
  expect((await ask('/articles/-/upload/replace', foreign)).status).toBe(403)
  const long = new URLSearchParams({ id: 'x'.repeat(2000) })
  expect((await ask('/articles/-/upload/replace', { method: 'POST', body: long })).status).toBe(413)
  expect(puts).toHaveLength(1)
})

/** Uploads a different article under a key, and returns the console with the id of its question. */
async function openQuestion() {
  const console = await openConsole()
  await console.ask('/articles/-/upload', formOf(new File([bath], 'letter.md')))
  const answer = await console.ask('/articles/-/upload', formOf(new File([york], 'letter.md')))
  const page = await answer.text()
  expect(answer.status).toBe(409)
  expect(page).toMatch(/There: <bdi>A letter from Bath<\/bdi>, uploaded .*2026-03-01 06:00/)
  expect(page).toContain('Yours: <bdi>A letter from York</bdi>')
  return { ...console, id: /name="id" value="([^"]+)"/.exec(page)?.[1] ?? '' }
}
