import { request } from 'node:http'
import { expect, test } from 'vitest'
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
