import { expect, test } from 'vitest'
import { maximumFileBytes } from '../../core/reading/limits.ts'
import { openConsole } from './console-fixture.ts'
import { sampleReceipt } from './samples.ts'

function formOf(...files: File[]): RequestInit {
  const body = new FormData()
  for (const file of files) body.append('file', file)
  return { method: 'POST', body }
}

test('an article is uploaded as news, and its receipt is shown as soon as it exists', async () => {
  const { ask, addReceipt, puts } = await openConsole()
  const answer = await ask('/uploads', formOf(new File(['# Hello'], 'hello world.md', { type: 'text/markdown' })))
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
  const answer = await ask('/uploads', formOf(new File(['# New'], 'hello.md')))
  expect(await (await ask(answer.headers.get('location') ?? '')).text()).toContain('is being checked')
})

test('files beside an article are uploaded with it', async () => {
  const { ask, puts } = await openConsole()
  const answer = await ask(
    '/uploads',
    formOf(new File(['x'], 'map.png', { type: 'image/png' }), new File(['y'], 'a.md')),
  )
  expect(puts.map(({ key, contentType }) => [key, contentType])).toEqual([
    ['articles/map.png', 'image/png'],
    ['articles/a.md', expect.any(String)],
  ])
  expect(answer.headers.get('location')).toContain('/receipts/articles/a.md?upload=')
})

test('after an upload of a single asset or of several articles, the page lists them', async () => {
  const { ask } = await openConsole()
  const asset = await (await ask('/uploads', formOf(new File(['x'], 'map.png')))).text()
  expect(asset).toContain('Files beside an article do not get their own receipts.')
  const two = await (await ask('/uploads', formOf(new File(['x'], 'a.md'), new File(['y'], 'b.txt')))).text()
  expect(two).toContain('href="/receipts/articles/a.md?upload=%222%22"')
  expect(two).toContain('href="/receipts/articles/b.txt?upload=%223%22"')
})

test.each(['.DS_Store', '..', 'a.md~', `${'x'.repeat(1020)}.md`])(
  'a name that cannot be an article is refused: %s',
  async (name) => {
    const { ask, puts } = await openConsole()
    const answer = await ask('/uploads', formOf(new File(['x'], 'good.md'), new File(['x'], name)))
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('Postrider does not accept files named')
    expect(puts).toEqual([])
  },
)

test('folders in a file name cannot lead out of articles/', async () => {
  const { ask, puts } = await openConsole()
  await ask('/uploads', formOf(new File(['x'], '../../receipts/a.md')))
  expect(puts.map(({ key }) => key)).toEqual(['articles/a.md'])
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
    const answer = await ask('/uploads', init)
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('Choose a file first.')])
  }
})

test('a form that is too large is refused', async () => {
  const { ask, puts } = await openConsole()
  const answer = await ask('/uploads', formOf(new File([new Uint8Array(maximumFileBytes + 20_000)], 'large.pdf')))
  expect(answer.status).toBe(413)
  expect(await answer.text()).toContain('at most 100 MB')
  expect(puts).toEqual([])
})
