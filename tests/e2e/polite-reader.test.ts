import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestStack, type TestStack } from '../support/test-stack.ts'

let stack: TestStack
const formats = [
  ['topics/maps/feed.xml', 'application/rss+xml'],
  ['topics/maps/atom.xml', 'application/atom+xml'],
  ['topics/maps/feed.json', 'application/feed+json'],
] as const

beforeAll(async () => {
  stack = await startTestStack()
  await stack.stack.publish.add({ kind: 'static' })
  await stack.upload(
    'articles/maps.md',
    `---\ntopics: [maps]\n---\n# A map that lies\n\n${'It is a map. '.repeat(200)}\n`,
  )
  await stack.upload('articles/stamps.md', '---\ntopics: [stamps]\n---\n# A stamp\n\nIt is stuck.\n')
  await stack.local.idle()
})
afterAll(() => stack.close())

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${stack.local.site}/${path}`, { method, headers, redirect: 'manual' })

describe.each(formats)('the feed %s', (path, type) => {
  test('has what a polite reader needs, compressed or not', async () => {
    for (const encoding of ['identity', 'gzip', 'br']) {
      const answer = await ask(path, { 'Accept-Encoding': encoding })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toBe(`${type}; charset=utf-8`)
      expect(answer.headers.get('cache-control')).toBe('public, max-age=300, s-maxage=10')
      expect(answer.headers.get('last-modified')).toMatch(/ GMT$/)
      expect(answer.headers.get('link')).toBe(`<${stack.local.site}/${path}>; rel="self"`)
      expect(answer.headers.get('vary')).toContain('Accept-Encoding')
      expect(await answer.text()).toContain('A map that lies')
    }
    const gzip = await ask(path, { 'Accept-Encoding': 'gzip, br' })
    expect(gzip.headers.get('content-encoding')).toBe('gzip')
    expect(gzip.headers.get('etag')).toMatch(/^"[0-9a-f]{32}"$/)
  })

  test('is not sent again to a reader that has it, with either validator', async () => {
    for (const encoding of ['identity', 'gzip', 'br']) {
      const accepts = { 'Accept-Encoding': encoding }
      const { headers } = await ask(path, accepts)
      const etag = headers.get('etag') ?? ''
      const since = headers.get('last-modified') ?? ''
      for (const validators of [
        { 'If-None-Match': etag },
        { 'If-Modified-Since': since },
        { 'If-None-Match': etag, 'If-Modified-Since': since },
      ]) {
        const again = await ask(path, { ...accepts, ...validators } as Record<string, string>) // a union of such records
        expect([again.status, await again.text()]).toEqual([304, ''])
        expect(again.headers.get('etag')?.replace('W/', '')).toBe(etag.replace('W/', ''))
      }
      expect((await ask(path, { ...accepts, 'If-None-Match': '"other"' })).status).toBe(200)
    }
  })

  test('has the same headers for HEAD and GET', async () => {
    const [get, head] = await Promise.all([ask(path), ask(path, {}, 'HEAD')])
    for (const name of ['etag', 'last-modified', 'content-type', 'link', 'cache-control'])
      expect(head.headers.get(name)).toBe(get.headers.get(name))
    expect(await head.text()).toBe('')
  })

  test('may be read by scripts of other sites, including its validators', async () => {
    const origin = { Origin: 'https://reader.example' }
    const answer = await ask(path, origin)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.get('access-control-expose-headers')).toContain('ETag')
    const preflight = {
      ...origin,
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'if-none-match',
    }
    expect((await ask(path, preflight, 'OPTIONS')).status).toBe(204)
  })

  test('is neither changed nor written again when another topic changes', async () => {
    const before = await ask(path)
    stack.local.clock.move(60_000)
    await stack.upload('articles/stamps.md', `---\ntopics: [stamps]\n---\n# A stamp, by ${type}\n\nIt is stuck.\n`)
    await stack.local.idle()
    expect(await stack.titles('topics/stamps/')).toEqual([`A stamp, by ${type}`])
    const after = await ask(path)
    for (const name of ['etag', 'last-modified']) expect(after.headers.get(name)).toBe(before.headers.get(name))
    expect(await after.text()).toBe(await before.text())
  })
})

test('guessed feed addresses redirect to feeds, and other unknown addresses get a 404 page without internals', async () => {
  for (const guess of ['rss', 'feed/', 'index.xml', 'topics/maps/rss.xml']) {
    const answer = await ask(guess)
    expect(answer.status).toBe(301)
    expect((await ask(answer.headers.get('location')?.slice(1) ?? '')).status).toBe(200)
  }
  for (const missing of ['nothing.xml', 'topics/none/feed.xml', 'nothing/', '%00', '..%2f..%2fetc/passwd']) {
    const answer = await fetch(`${stack.local.site}/${missing}`)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await answer.text()).not.toMatch(/Error|at .*\.ts:|NoSuchKey/)
  }
})

test('a file whose name has a hash of its content may be cached indefinitely', async () => {
  const feed = await (await ask('feed.xml')).text()
  const style = /<\?xml-stylesheet type="text\/css" href="([^"]*)"\?>/.exec(feed)?.[1] ?? ''
  const answer = await fetch(style)
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  expect(answer.headers.get('content-type')).toBe('text/css; charset=utf-8')
})
