import { afterEach, expect, test, vi } from 'vitest'
import { createMonthReader } from '../../../browser/search/month-reader.ts'

const months = Array.from({ length: 8 }, (_, n) => ({ href: `/search/${n}.json`, name: `Month ${n}` }))
const entries = [{ href: '/articles/a/', title: 'Night mail', summary: '', names: [], day: '', direction: 'ltr' }]

function serve(files: Readonly<Record<string, unknown>>) {
  const requests: string[] = []
  vi.stubGlobal('fetch', async (href: string) => {
    requests.push(href)
    return href in files ? Response.json(files[href]) : new Response('', { status: 404 })
  })
  return requests
}
afterEach(() => vi.unstubAllGlobals())

test('months are read from the newest, six at a time, and only when asked', async () => {
  const requests = serve({ '/search/months.json': months, '/search/7.json': entries })
  const reader = createMonthReader('en')
  expect([requests, reader.hasMore(), reader.oldestMonth()]).toEqual([[], true, undefined])
  await reader.readMore()
  expect(requests).toEqual(['/search/months.json', ...months.slice(0, 6).map(({ href }) => href)])
  expect([reader.hasMore(), reader.oldestMonth(), reader.index.find('night')]).toEqual([true, 'Month 5', []])
  await reader.readMore()
  expect([reader.hasMore(), reader.oldestMonth(), reader.index.find('night')]).toEqual([false, 'Month 7', entries])
})

test('a month without a file has no articles, but a missing list of months is an error', async () => {
  serve({ '/search/months.json': months.slice(0, 1) })
  const reader = createMonthReader('en')
  await reader.readMore()
  expect([reader.hasMore(), reader.oldestMonth()]).toEqual([false, 'Month 0'])
  serve({})
  await expect(createMonthReader('en').readMore()).rejects.toThrow('answered 404')
})
