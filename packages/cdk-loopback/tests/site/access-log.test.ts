import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createClock } from '../../src/clock.ts'
import type { AwsRequest } from '../../src/endpoint/aws-service.ts'
import { openAccessLog } from '../../src/site/access-log.ts'

function start({ fails = false } = {}) {
  const puts: { readonly target: string; readonly text: string }[] = []
  const lines: string[] = []
  const clock = createClock(() => new Date('2026-11-30T07:59:58Z'))
  const handle = async ({ target, bytes }: AwsRequest) => {
    if (fails) throw new Error('disk full')
    puts.push({ target, text: gunzipSync(await bytes()).toString() })
    return { status: 200, headers: {} }
  }
  const logging = { id: 'E1', bucketName: 'logs', prefix: 'site/' }
  const log = openAccessLog({ logging, s3: { handle }, clock, log: (line) => void lines.push(line) })
  return { ...log, clock, puts, lines }
}

const request = {
  ...{ method: 'GET', path: '/topics/%C3%A5/feed.xml', query: 'a=1', address: '127.0.0.1', status: 304, type: '' },
  headers: { host: 'localhost:4000', referer: '', 'user-agent': 'a "b" 100% €' },
}

test("requests are logged in the form of CloudFront's standard logs", async () => {
  const { add, flush, puts } = start()
  add(request)
  await flush()
  await flush()
  expect(puts).toHaveLength(1)
  expect(puts[0]?.target).toMatch(/^\/logs\/site\/E1\.2026-11-30-07\.[0-9a-f]{8}\.gz$/)
  const [version, fields = '', line = ''] = puts[0]?.text.split('\n') ?? []
  expect(version).toBe('#Version: 1.0')
  const names = fields.replace('#Fields: ', '').split(' ')
  const values = line.split('\t')
  expect(values).toHaveLength(names.length)
  const columns = Object.fromEntries(names.map((name, at) => [name, values[at]]))
  expect(columns).toMatchObject({
    ...{ date: '2026-11-30', time: '07:59:58', 'c-ip': '127.0.0.1', 'cs-method': 'GET', 'sc-status': '304' },
    ...{ 'cs-uri-stem': '/topics/%C3%A5/feed.xml', 'cs-uri-query': 'a=1', 'cs(Cookie)': '-', 'cs(Referer)': '-' },
    'cs(User-Agent)': 'a%20%22b%22%20100%25%20%E2%82%AC',
  })
})

test('every hour has its own file, and a moved clock ends one', async () => {
  const { add, clock, puts } = start()
  add(request)
  clock.move(3_000)
  await expect.poll(() => puts.map(({ target }) => target.split('.')[1])).toEqual(['2026-11-30-07'])
  add(request)
  clock.move(86_400_000)
  await expect.poll(() => puts.map(({ target }) => target.split('.')[1])).toEqual(['2026-11-30-07', '2026-11-30-08'])
})

test('a log that cannot be written is lost and reported', async () => {
  const { add, flush, lines } = start({ fails: true })
  add(request)
  await flush()
  expect(lines).toEqual(['An access log of 1 requests is lost: Error: disk full'])
})
