import { expect, test } from 'vitest'
import { openConsole } from '../console-fixture.ts'
import { sampleReceipt } from '../samples.ts'

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
  const list = await read('/articles/')
  expect(list.indexOf('articles/2026/bad.md')).toBeLessThan(list.indexOf('Beattock summit'))
  expect(list).toMatch(/1 error.*1 warning/)
})

test('the list can be filtered by state and by key', async () => {
  const { read } = await openConsole({ receipts: [published, rejected] })
  const byState = await read('/articles/?state=rejected&q=')
  expect(byState).toContain('/articles/articles/2026/bad.md')
  expect(byState).not.toContain('Beattock')
  expect(byState).toContain('<option value="rejected" selected>rejected</option>')
  const byKey = await read('/articles/?state=&q=summit%20A.md')
  expect(byKey).toContain('Beattock')
  expect(byKey).not.toContain('bad.md')
  expect(await read('/articles/?state=draft')).toContain('Nothing fits.')
})

test('a receipt lists every problem with its place and its fix', async () => {
  const { read } = await openConsole({ receipts: [rejected] })
  const page = await read('/articles/articles/2026/bad.md')
  expect(page).toContain('rejected</span> <span>It was not published.')
  for (const text of ['There is no title.', 'line 3, column 7', 'Add one.', 'missing-title', 'The summary is long.']) {
    expect(page).toContain(text)
  }
})

test('the receipt of a published article links to it', async () => {
  const { read } = await openConsole({ receipts: [published] })
  const page = await read('/articles/articles/a.md')
  expect(page).toContain(`<a href="${urls.page}">`)
})

test('the receipt of a correction names the version that it replaced', async () => {
  const corrects = { title: 'Beattock & <summit>', at: '2026-03-01T05:00:00.000Z' }
  const renamed = await openConsole({ receipts: [{ ...published, corrects }] })
  const page = await renamed.read('/articles/articles/a.md')
  expect(page).toMatch(/<dt>Replaces<\/dt><dd>“<bdi>Beattock &amp; &lt;summit&gt;<\/bdi>” of .*1 Mar 2026/)
  const same = await openConsole({ receipts: [{ ...published, corrects: { ...corrects, title: 'Beattock summit' } }] })
  expect(await same.read('/articles/articles/a.md')).toContain('<dd>the version of ')
  expect(await (await openConsole({ receipts: [published] })).read('/articles/articles/a.md')).not.toContain('Replaces')
})

test('the receipts of a copy and of a moved upload link to the other upload', async () => {
  for (const relation of [{ copyOf: 'articles/b.md' }, { state: 'withdrawn' as const, movedTo: 'articles/b.md' }]) {
    const { read } = await openConsole({ receipts: [{ ...published, ...relation }] })
    const page = await read('/articles/articles/a.md')
    expect(page).toContain('<a href="/articles/articles/b.md">')
    expect(page).not.toContain('Removed from the site')
  }
})

test('the receipt of a rejected correction says that the last good version is still published', async () => {
  const { read } = await openConsole({ receipts: [{ ...rejected, urls }] })
  const page = await read('/articles/articles/2026/bad.md')
  expect(page).toContain('the last good version is still published')
  expect(page).toContain(urls.page)
})

test('a scheduled article shows when it is due', async () => {
  const due = '2026-04-01T07:30:00.000Z'
  const { read } = await openConsole({ receipts: [sampleReceipt({ state: 'scheduled', due })] })
  expect(await read('/articles/articles/a.md')).toContain('1 Apr 2026, 07:30')
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
  const { read, ask, stack } = await openConsole({ receipts: [sampleReceipt({ key, title: 'Found' })] })
  await stack.uploads.put(key, Buffer.from('# Found'), 'text/markdown')
  const [, href = ''] = /class="name" href="([^"]+)"/.exec(await read('/articles/')) ?? []
  const answer = await ask(href.replaceAll('&amp;', '&').replaceAll('&#39;', "'"))
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('Found')
})

test.each(['articles/none.md', '%', 'articles/%FF.md', '../stack.json'])(
  'an unknown key is not found: %s',
  async (key) => {
    const { ask } = await openConsole({ receipts: [published] })
    expect((await ask(`/articles/${key}`)).status).toBe(404)
  },
)

test('a list has pages of 50, and folders with their numbers', async () => {
  const receipts = Array.from({ length: 120 }, (_, n) =>
    sampleReceipt({ key: `articles/${n % 2 ? 'odd' : 'even'}/${n}.md` }),
  )
  const { read } = await openConsole({ receipts })
  const rowsOf = (page: string) => page.match(/class="name"/g)?.length ?? 0
  const pages = await Promise.all([1, 2, 3, 4].map((page) => read(`/articles/?page=${page}`)))
  expect(pages.map(rowsOf)).toEqual([50, 50, 20, 0])
  expect(pages[1]).toMatch(
    /rel="prev" href="\/articles\/">[\s\S]*Page 2 of 3[\s\S]*rel="next" href="\/articles\/\?page=3"/,
  )
  const odd = await read('/articles/?folder=articles/odd/')
  expect(odd).toContain('60 files')
  expect(odd).not.toContain('/even/')
  expect(await read('/articles/?folder=articles/')).toMatch(
    /folder=articles%2Feven%2F"[^>]*><bdi>even<\/bdi><\/a> <span class="meta">60/,
  )
})

test('the addresses of former versions lead to the new ones', async () => {
  const { ask } = await openConsole()
  for (const [former, present] of [
    ['/receipts/', '/articles/'],
    ['/receipts', '/articles'],
    ['/receipts/articles/a%2Fb.md?upload=%22x%22', '/articles/articles/a%2Fb.md?upload=%22x%22'],
  ] as const) {
    const answer = await ask(former)
    expect([answer.status, answer.headers.get('location')]).toEqual([301, present])
  }
})
