import { expect, test } from 'vitest'
import type { AccessRecord } from '../../../core/audience/access-log.ts'
import { createAudienceCounter } from '../../../core/audience/count-readers.ts'

const day = '2026-11-30'
const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0'

/** Counts requests: each has a feed, an agent, an address and, if it is not an ordinary one, more. */
function count(...requests: readonly Partial<AccessRecord>[]) {
  const counter = createAudienceCounter(day, (text) => `hash of ${text}`)
  for (const each of requests) {
    counter.add({
      day,
      address: '192.0.2.1',
      method: 'GET',
      path: '/feed.xml',
      status: 200,
      agent: 'newsboat/2',
      ...each,
    })
  }
  return counter.result()
}

test('a service counts once for each of its feeds, with its newest number', () => {
  const agents = [
    'Feedbin feed-id:1 - 30 subscribers',
    'Feedbin feed-id:1 - 31 subscribers',
    'Feedbin feed-id:2 - 4 subscribers',
  ]
  const requests = [...agents, 'Feedly/1.0 (7 subscribers)'].map((agent, at) => ({ agent, address: `192.0.2.${at}` }))
  expect(count(...requests)).toEqual({ 'feed.xml': { services: { Feedbin: 35, Feedly: 7 }, readers: 0 } })
})

test('a program of a reader counts once for each address', () => {
  const requests = [{}, {}, { status: 304 }, { address: '2001:db8::1' }, { agent: 'Tiny Tiny RSS/21' }]
  expect(count(...requests)['feed.xml']?.readers).toBe(3)
})

test('a browser counts if it comes back, or asks for changes only', () => {
  expect(count({ agent: browser })).toEqual({})
  expect(count({ agent: browser }, { agent: browser })['feed.xml']?.readers).toBe(1)
  expect(count({ agent: browser, status: 304 })['feed.xml']?.readers).toBe(1)
})

test('bots, HEAD requests, errors, other days and other files do not count', () => {
  const others = [
    ...[{ agent: 'curl/8' }, { method: 'HEAD' }, { status: 404 }, { status: 301 }, { day: '2026-11-29' }],
    ...['/', '/articles/a/', '/archive/2026/11/feed.xml', '/wp/feed.xml', '/feed.xml.bak'].map((path) => ({ path })),
  ]
  expect(count(...others)).toEqual({})
})

test('every feed has its own readers; the compressed form is the same feed', () => {
  const paths = ['/feed.xml', '/feed.xml.gz', '/atom.xml', '/topics/asia/feed.json', '/authors/%C3%A5da/atom.xml']
  const counted = count(...paths.map((path) => ({ path })))
  expect(Object.keys(counted).toSorted()).toEqual([
    'atom.xml',
    'authors/åda/atom.xml',
    'feed.xml',
    'topics/asia/feed.json',
  ])
  expect(counted['feed.xml']?.readers).toBe(1)
})

test('the result has no addresses, no agents and no hashes', () => {
  expect(JSON.stringify(count({}, { agent: 'X/1 (3 subscribers)' }))).toBe(
    '{"feed.xml":{"services":{"others":3},"readers":1}}',
  )
})

test('only the most read feeds are kept', () => {
  const one = Array.from({ length: 9_000 }, (_, at) => ({ path: `/topics/t${at}/feed.xml` }))
  const counted = count(...one, { path: '/topics/t8999/feed.xml', address: '192.0.2.2' })
  expect(Object.keys(counted).length).toBeLessThan(9_000)
  expect(JSON.stringify(counted).length).toBeGreaterThan(250_000)
  expect(JSON.stringify(counted).length).toBeLessThan(310_000)
  expect(Object.keys(counted)[0]).toBe('topics/t8999/feed.xml')
})
