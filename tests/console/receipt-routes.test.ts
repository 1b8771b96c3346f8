import { expect, test } from 'vitest'
import { openConsole } from './console-fixture.ts'
import { sampleReceipt } from './samples.ts'

const urls = {
  page: 'http://127.0.0.1:4000/articles/summit/',
  rss: 'http://127.0.0.1:4000/feed.xml',
  atom: 'http://127.0.0.1:4000/atom.xml',
  json: 'http://127.0.0.1:4000/feed.json',
}
const published = sampleReceipt({ title: 'Beattock summit', urls })
const rejected = sampleReceipt({
  key: 'articles/2026/bad.md',
  state: 'rejected',
  at: '2026-03-02T05:00:00.000Z',
  problems: [
    { rule: 'missing-title', severity: 'error', line: 3, column: 7, message: 'There is no title.', fix: 'Add one.' },
    { rule: 'long-summary', severity: 'warning', message: 'The summary is long.' },
  ],
})

test('the list has the newest receipt first', async () => {
  const { read } = await openConsole({ receipts: [published, rejected] })
  const list = await read('/receipts/')
  expect(list.indexOf('articles/2026/bad.md')).toBeLessThan(list.indexOf('Beattock summit'))
  expect(list).toContain('2 problems')
})

test('the list can be filtered by state and by key', async () => {
  const { read } = await openConsole({ receipts: [published, rejected] })
  const byState = await read('/receipts/?state=rejected&key=')
  expect(byState).toContain('/receipts/articles/2026/bad.md')
  expect(byState).not.toContain('Beattock')
  expect(byState).toContain('<option selected>rejected</option>')
  const byKey = await read('/receipts/?state=&key=articles/a')
  expect(byKey).toContain('Beattock')
  expect(byKey).not.toContain('bad.md')
  expect(await read('/receipts/?state=draft')).toContain('There is no such receipt.')
})

test('a receipt lists every problem with its place and its fix', async () => {
  const { read } = await openConsole({ receipts: [rejected] })
  const page = await read('/receipts/articles/2026/bad.md')
  expect(page).toContain('rejected</span> It was not published.')
  for (const text of ['There is no title.', 'line 3, column 7', 'Add one.', 'missing-title', 'The summary is long.']) {
    expect(page).toContain(text)
  }
})

test('the receipt of a published article links to it', async () => {
  const { read } = await openConsole({ receipts: [published] })
  const page = await read('/receipts/articles/a.md')
  for (const url of Object.values(urls)) expect(page).toContain(`<a href="${url}">`)
})

test('the receipt of a correction names the version that it replaced', async () => {
  const corrects = { title: 'Beattock & <summit>', at: '2026-03-01T05:00:00.000Z' }
  const renamed = await openConsole({ receipts: [{ ...published, corrects }] })
  const page = await renamed.read('/receipts/articles/a.md')
  expect(page).toMatch(/<dt>Replaces<\/dt><dd>“<bdi>Beattock &amp; &lt;summit&gt;<\/bdi>” of .*2026-03-01/)
  const same = await openConsole({ receipts: [{ ...published, corrects: { ...corrects, title: 'Beattock summit' } }] })
  expect(await same.read('/receipts/articles/a.md')).toContain('<dd>the version of ')
  expect(await (await openConsole({ receipts: [published] })).read('/receipts/articles/a.md')).not.toContain('Replaces')
})

test('the receipts of a copy and of a moved upload link to the other upload', async () => {
  for (const relation of [{ copyOf: 'articles/b.md' }, { state: 'withdrawn' as const, movedTo: 'articles/b.md' }]) {
    const { read } = await openConsole({ receipts: [{ ...published, ...relation }] })
    const page = await read('/receipts/articles/a.md')
    expect(page).toContain('<a href="/receipts/articles/b.md">')
    expect(page).not.toContain('Removed from the site')
  }
})

test('the receipt of a rejected correction says that the last good version is still published', async () => {
  const { read } = await openConsole({ receipts: [{ ...rejected, urls }] })
  const page = await read('/receipts/articles/2026/bad.md')
  expect(page).toContain('the last good version is still published')
  expect(page).toContain(urls.page)
})

test('a scheduled article shows when it is due', async () => {
  const due = '2026-04-01T07:30:00.000Z'
  const { read } = await openConsole({ receipts: [sampleReceipt({ state: 'scheduled', due })] })
  expect(await read('/receipts/articles/a.md')).toContain('2026-04-01 07:30')
})

test.each([
  'articles/a b+c.md',
  'articles/50%.md',
  'articles/a%2Fb.md',
  'articles/what?#now&then.md',
  'articles//twice.md',
  'articles/été 🐎.md',
  'articles/"quoted" <b>.md',
  `articles/${'long/'.repeat(203)}x.md`,
])('the list links to the receipt of an odd key: %s', async (key) => {
  const { read, ask } = await openConsole({ receipts: [sampleReceipt({ key, title: 'Found' })] })
  const [, href = ''] = /class="name" href="([^"]+)"/.exec(await read('/receipts/')) ?? []
  const answer = await ask(href.replaceAll('&amp;', '&').replaceAll('&#39;', "'"))
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('Found')
})

test.each(['articles/none.md', '%', 'articles/%FF.md', '../stack.json'])(
  'an unknown key is not found: %s',
  async (key) => {
    const { ask } = await openConsole({ receipts: [published] })
    expect((await ask(`/receipts/${key}`)).status).toBe(404)
  },
)

test('the page says so if there are too many receipts to read', async () => {
  const receipts = Array.from({ length: 1001 }, (_, n) => sampleReceipt({ key: `articles/${1000 + n}.md` }))
  const { read } = await openConsole({ receipts })
  const list = await read('/receipts/')
  expect(list).toContain('Only the first 1,000 receipts by key were read. These are the newest 200 of 1000.')
  const narrow = await read('/receipts/?key=articles/2000')
  expect(narrow).toContain('articles/2000.md')
  expect(narrow).not.toContain('were read')
})
