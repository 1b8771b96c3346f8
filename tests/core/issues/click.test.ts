import { expect, test } from 'vitest'
import { isClick, readCountedLink, redirectTo, sumClicks } from '../../../core/issues/click.ts'

test.each([
  '/go/the-week-12/0123456789ab',
  '/go/the-week-12/0123456789ab/',
  '//go//the-week-12//0123456789ab',
  '/GO/The-Week-12/0123456789AB',
  '/go/the-week-12/0123456789ab).',
  '/go/the-week-12/0123456789ab%3E',
])('%s is a counted link', (path) => {
  expect(readCountedLink(path)).toEqual({ digest: 'the-week', number: 12, id: '0123456789ab' })
})

test.each([
  '/go',
  '/go/',
  '/go/the-week-12',
  '/go/the-week-12/0123456789a',
  '/go/the-week-12/0123456789abc',
  '/go/the-week-12/0123456789ag',
  '/go/the-week/0123456789ab',
  '/go/the-week-0/0123456789ab',
  '/go/https://evil.example/0123456789ab',
  '/gone/the-week-12/0123456789ab',
])('%s is no counted link', (path) => {
  expect(readCountedLink(path)).toBeUndefined()
})

test.each([
  [{}, 'GET', true],
  [{}, 'HEAD', false],
  [{ 'sec-purpose': 'prefetch' }, 'GET', false],
  [{ 'sec-purpose': 'prefetch;prerender' }, 'GET', false],
  [{ purpose: 'prefetch' }, 'GET', false],
  [{ 'x-purpose': 'preview' }, 'GET', false],
  [{ 'x-moz': 'prefetch' }, 'GET', false],
  [{ 'sec-fetch-dest': 'document' }, 'GET', true],
] as const)('a request with %o by %s: %s', (headers, method, counts) => {
  expect(isClick(new Request('https://a.example/', { method, headers }))).toBe(counts)
})

test('a redirect is stored nowhere and tells the target nothing', () => {
  const { status, headers } = redirectTo('https://example.org/%7E?a=%2F#b')
  expect([status, Object.fromEntries(headers)]).toEqual([
    302,
    {
      location: 'https://example.org/%7E?a=%2F#b',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    },
  ])
})

test('the links that were opened most often come first, and those that were not are listed, too', () => {
  const links = new Map([
    ['a', 'https://a.example/'],
    ['b', 'https://b.example/'],
    ['c', 'https://c.example/'],
  ])
  const counts = new Map([
    ['b', 3],
    ['c', 1],
    ['of a former version', 9],
  ])
  expect(sumClicks(links, counts)).toEqual({
    total: 4,
    links: [
      { url: 'https://b.example/', clicks: 3 },
      { url: 'https://c.example/', clicks: 1 },
      { url: 'https://a.example/', clicks: 0 },
    ],
  })
})

test('a redirect to an address outside ASCII is what a browser requests', () => {
  expect(redirectTo('https://bücher.example/ü').headers.get('location')).toBe('https://xn--bcher-kva.example/%C3%BC')
})
