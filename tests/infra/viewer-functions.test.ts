import { readFileSync } from 'node:fs'
import type { SiteResponse, ViewerRequest } from 'cdk-loopback/site/exchange'
import { compileViewerFunction, compileViewerResponseFunction } from 'cdk-loopback/site/viewer-function'
import { describe, expect, test } from 'vitest'

const read = (name: string) => readFileSync(new URL(`../../infra/${name}.js`, import.meta.url), 'utf8')
const onRequest = compileViewerFunction(read('viewer-request').replace('DOMAIN_NAME', ''))
const named = (hub: string) =>
  read('viewer-response').replaceAll('SITE_URL', 'https://a.example').replaceAll('HUB_URL', hub)

function request(path: string, headers: Record<string, string> = {}, method = 'GET'): ViewerRequest {
  const viewer = { address: '127.0.0.1', port: 1 }
  return { method, path, query: '', headers, viewer, body: async () => Buffer.alloc(0) }
}

/** Returns the file that a path leads to, or `→`, the status and the location of a redirect. */
async function resolve(path: string, headers: Record<string, string> = {}): Promise<string> {
  const result = await onRequest(request(path, headers))
  return 'status' in result ? `→ ${result.status} ${result.headers.location}` : result.path
}

test.each([
  ['/', '/index.html'],
  ['/topics/asia/', '/topics/asia/index.html'],
  ['/topics/asia', '→ 301 /topics/asia/'],
  ['/feed.xml', '/feed.xml'],
  ['/feeds/', '/feeds/index.html'],
  ['/style.0123.css', '/style.0123.css'],
  ['/topics/rss/', '/topics/rss/index.html'],
  ['/authors/atom', '→ 301 /authors/atom/'],
  ['/articles/feed/', '/articles/feed/index.html'],
  ['/favicon.ico', '→ 301 /icon.svg'],
  ['/index.html', '→ 301 /'],
  ['/topics/asia/index.html', '→ 301 /topics/asia/'],
  ['/articles/', '→ 301 /archive/'],
  ['/subscribe/', '/subscribe/index.html'],
  ['/unsubscribe/', '→ 301 /unsubscribe'],
  ['//unsubscribe', '→ 301 /unsubscribe'],
  ['//Preferences//', '→ 301 /preferences'],
  ['/CONFIRM', '→ 301 /confirm'],
  ['//subscribe', '→ 301 /subscribe'],
  ['/articles/%E9%83%B5', '→ 301 /articles/%E9%83%B5/'],
  ['/articles/%E9%83%B5/', '/articles/%E9%83%B5/index.html'],
])('%s leads to %s', async (path, target) => {
  expect(await resolve(path)).toBe(target)
})

test.each([
  ...[
    '/rss',
    '/rss/',
    '/RSS',
    '/rss.xml',
    '/index.xml',
    '/feed',
    '/feed/',
    '/feed/rss/',
    '/feed/rss2/',
    '/rss2.xml',
    '/feed.rss',
    '/index.rss',
  ].map((path) => [path, '/feed.xml'] as const),
  ...['/atom', '/atom/', '/feed.atom', '/feed/atom/', '/index.atom'].map((path) => [path, '/atom.xml'] as const),
  ...['/feed/json', '/index.json'].map((path) => [path, '/feed.json'] as const),
  ['/topics/asia/rss', '/topics/asia/feed.xml'] as const,
  ['/topics/feed/feed/', '/topics/feed/feed.xml'] as const,
  ['/authors/ada/feed.atom', '/authors/ada/atom.xml'] as const,
])('a reader who guesses %s is sent to %s', async (path, target) => {
  expect(await resolve(path)).toBe(`→ 301 ${target}`)
})

test.each(['//evil', '/\\evil', '///evil', '/\\/evil', '//evil/index.html'])(
  '%s does not redirect to another site',
  async (path) => {
    expect(await resolve(path)).toBe('→ 301 /evil/')
  },
)

test('the redirect that adds a missing slash keeps the query', async () => {
  const answer = await onRequest({ ...request('/search'), query: 'q=mail%20coach&q=b&x' })
  expect(answer).toMatchObject({ status: 301, headers: { location: '/search/?q=mail%20coach&q=b&x' } })
})

test.each([
  ['gzip, deflate, br', '/atom.xml.gz'],
  ['br;q=1.0, GZIP;q=0.5', '/atom.xml.gz'],
  ['gzip;q=0, br', '/atom.xml'],
  ['identity', '/atom.xml'],
])('a reader that accepts %s gets %s', async (accepted, file) => {
  expect(await resolve('/atom.xml', { 'accept-encoding': accepted })).toBe(file)
})

test('the preflight request of a script of another site is granted, with If-None-Match', async () => {
  const answer = await onRequest(
    request('/feed.json', { 'access-control-request-headers': 'if-none-match' }, 'OPTIONS'),
  )
  expect(answer).toMatchObject({
    status: 204,
    headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' },
  })
})

describe('the response function', () => {
  const answer: SiteResponse = { status: 200, headers: { etag: '"1"', 'set-cookie': ['a=1', 'b=2'] }, body: 'x' }

  test.each(['/feed.xml', '/topics/asia/atom.xml.gz', '/archives/2/feed.json'])(
    'adds to %s the links to itself and to the hub',
    async (path) => {
      const respond = compileViewerResponseFunction(named('https://hub.example/'))
      const self = `https://a.example${path.replace('.gz', '')}`
      expect(await respond(request(path), answer)).toEqual({
        ...answer,
        headers: {
          ...answer.headers,
          link: `<${self}>; rel="self", <https://hub.example/>; rel="hub"`,
          vary: 'Accept-Encoding, Sec-Fetch-Dest',
        },
      })
    },
  )

  test.each([
    ['/feed.xml', 'document', 'application/xml; charset=utf-8'],
    ['/feed.xml', 'empty', 'application/rss+xml'],
    ['/feed.json', 'document', 'application/rss+xml'],
  ])(
    'gives %s, requested as %s, the type %s, so that browsers apply the style sheet',
    async (path, destination, type) => {
      const respond = compileViewerResponseFunction(named(''))
      const rss = { ...answer, headers: { 'content-type': 'application/rss+xml' } }
      const { headers } = await respond(request(path, { 'sec-fetch-dest': destination }), rss)
      expect(headers['content-type']).toBe(type)
    },
  )

  test('adds only the link to itself to a feed without a hub, and nothing to a page', async () => {
    const respond = compileViewerResponseFunction(named(''))
    expect((await respond(request('/feed.xml'), answer)).headers.link).toBe('<https://a.example/feed.xml>; rel="self"')
    expect(await respond(request('/index.html'), answer)).toEqual(answer)
  })
})
