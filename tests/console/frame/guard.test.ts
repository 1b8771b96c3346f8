import { request } from 'node:http'
import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { type Access, createGuard, inside } from '../../../console/frame/guard.ts'
import { openConsole } from '../console-fixture.ts'

/** Sends a request with this Host header, which `fetch` does not allow, and returns the status. */
function askAs(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

test.each(['127.0.0.1', '127.0.0.1:4001', 'localhost:4001', 'LocalHost'])(
  'the console accepts the host %s',
  async (host) => {
    const { url } = await openConsole()
    expect(await askAs(`${url}/`, host)).toBe(200)
  },
)

test.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:4001', 'evil.example@127.0.0.1', '[::1]'])(
  'a host name that is rebound to this machine is refused: %s',
  async (host) => {
    const { url } = await openConsole()
    for (const path of ['/', '/api/mails', '/style.css', '/nothing']) {
      expect(await askAs(url + path, host)).toBeGreaterThanOrEqual(400)
    }
    expect(await askAs(`${url}/`, host)).not.toBe(404)
  },
)

const form = () => {
  const data = new FormData()
  data.append('file', new File(['# Hello'], 'hello.md'))
  return data
}

test.each([
  { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:4000' },
  { 'sec-fetch-site': 'none' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
])('a post from elsewhere is refused: %o', async (headers: Record<string, string>) => {
  const { ask, puts } = await openConsole()
  expect((await ask('/articles/-/upload', { method: 'POST', body: form(), headers })).status).toBe(403)
  expect(puts).toEqual([])
})

test('a post from the console itself or from a program is accepted', async () => {
  const { ask, puts, url } = await openConsole()
  for (const headers of [{ 'sec-fetch-site': 'same-origin', origin: url }, { origin: url }, {}] as HeadersInit[]) {
    expect((await ask('/articles/-/upload', { method: 'POST', body: form(), headers })).status).toBe(303)
  }
  expect(puts).toHaveLength(3)
})

test('every answer forbids foreign scripts, sniffing, embedding and caching', async () => {
  const { ask } = await openConsole()
  for (const path of ['/', '/style.css', '/api/mails', '/nothing', '/articles/-/upload']) {
    const { headers } = await ask(path)
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; /)
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(headers.get('cache-control')).toBe('no-store')
  }
})

test('a GET uploads nothing', async () => {
  const { ask, puts } = await openConsole()
  expect((await ask('/articles/-/upload?file=x')).status).toBe(404)
  expect(puts).toEqual([])
})

/** Returns a function that sends a request through a guard and returns the status. */
function guarded(access: Access) {
  const app = new Hono().use(createGuard(access)).all('*', (c) => c.text('in'))
  return async (headers: Record<string, string>, method = 'GET') =>
    (await app.request('/', { method, headers }, { incoming: { socket: { remoteAddress: '127.0.0.1' } } })).status
}

const password = 'correct horse battery'
const authorization = `Basic ${btoa(`operator:${password}`)}`

test.each(['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'])(
  'without a password, what a proxy passes on is refused: %s',
  async (name) => {
    const headers = { host: '127.0.0.1:4001', [name]: '192.0.2.1' }
    expect(await guarded({})(headers)).toBe(403)
    expect(await guarded({ password })({ ...headers, authorization })).toBe(200)
  },
)

test('behind a proxy, the console also answers to its public name, and its own pages may post', async () => {
  const ask = guarded({ url: 'https://console.example', password })
  const host = 'console.example'
  expect(await ask({ host, authorization })).toBe(200)
  expect(await ask({ host: 'other.example', authorization })).toBe(421)
  expect(await ask({ host: '192.0.2.1', authorization })).toBe(421)
  const own = { 'sec-fetch-site': 'same-origin', origin: 'https://console.example' }
  expect(await ask({ host, authorization, ...own }, 'POST')).toBe(200)
  expect(await ask({ host, authorization, origin: 'http://console.example' }, 'POST')).toBe(403)
  expect(await ask({ host: '127.0.0.1:4001', authorization, origin: 'http://127.0.0.1:4001' }, 'POST')).toBe(200)
})

test('a console that other machines reach answers to every address, but to no other name', async () => {
  const ask = guarded({ isOpen: true, password })
  for (const host of ['192.0.2.1:4001', '[2001:db8::1]:4001']) expect(await ask({ host, authorization })).toBe(200)
  expect(await ask({ host: 'evil.example', authorization })).toBe(421)
})

test('every request needs the password, and a page of another origin cannot use that of the browser', async () => {
  const ask = guarded({ password })
  const host = '127.0.0.1:4001'
  expect(await ask({ host })).toBe(401)
  expect(await ask({ host, authorization: `Basic ${btoa('operator:wrong')}` })).toBe(401)
  expect(await ask({ host }, 'POST')).toBe(401)
  expect(await ask({ host, authorization })).toBe(200)
  for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])
    expect(await ask({ host, authorization, ...headers }, 'POST')).toBe(403)
})

test('guesses are counted by the viewer that a trusted proxy names', async () => {
  const ask = guarded({ password, viewerOf: (_peer, forwardedFor = '') => forwardedFor })
  const from = (viewer: string) => ({ host: '127.0.0.1', 'x-forwarded-for': viewer })
  for (let n = 0; n < 10; n++) await ask({ ...from('192.0.2.1'), authorization: `Basic ${btoa('x:wrong')}` })
  expect(await ask({ ...from('192.0.2.1'), authorization })).toBe(429)
  expect(await ask({ ...from('192.0.2.2'), authorization })).toBe(200)
})

test('the console renders its live parts without the password', async () => {
  const app = new Hono().use(createGuard({ password })).get('/', (c) => c.text('in'))
  expect((await app.request('/', undefined, inside)).status).toBe(200)
  expect((await app.request('/', { headers: { host: '127.0.0.1' } }, {})).status).toBe(401)
})
