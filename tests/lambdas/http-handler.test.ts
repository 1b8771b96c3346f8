import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { originKeyHeader, settingNames } from '../../core/environment.ts'
import { answerVisitor } from '../../lambdas/manage-subscription.ts'
import { httpHandler, readFields, type Visit } from '../../lambdas/runtime/http-handler.ts'
import { logger } from '../../lambdas/runtime/logger.ts'
import { memoryServices } from './manage-subscription/memory-services.ts'
import { link, only, pending } from './manage-subscription/visitor.ts'

const context = { functionName: 'manage-subscription', awsRequestId: 'r1' } as Context // all that the logger reads

beforeEach(() => {
  for (const variable of Object.values(settingNames)) vi.stubEnv(variable, 'x')
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

type Sent = Partial<APIGatewayProxyEventV2>

/** Returns the event that API Gateway sends for a request that came through CloudFront. */
function event(method: string, path: string, sent: Sent = {}): APIGatewayProxyEventV2 {
  const [rawPath = '', rawQueryString = ''] = path.split('?')
  return {
    version: '2.0',
    routeKey: `ANY ${rawPath}`,
    rawPath,
    rawQueryString,
    isBase64Encoded: false,
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'api.execute-api.us-east-1.amazonaws.com',
      domainPrefix: 'api',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '198.51.100.7', userAgent: 'test' },
      requestId: 'r1',
      routeKey: `ANY ${rawPath}`,
      stage: '$default',
      time: '21/Nov/2026:06:00:00 +0000',
      timeEpoch: 1_795_240_800_000,
    },
    ...sent,
    headers: { 'x-forwarded-for': '203.0.113.9, 198.51.100.7', [originKeyHeader]: 'x', ...sent.headers },
  }
}

type Result = {
  statusCode: number
  headers: Record<string, string>
  body: string
  isBase64Encoded: boolean
  cookies?: string[]
}

async function call(handler: ReturnType<typeof httpHandler>, sent: APIGatewayProxyEventV2): Promise<Result> {
  // Hono's type of the event wants fields that API Gateway leaves out; its result is that of API Gateway v2.
  return (await handler(sent as unknown as Parameters<typeof handler>[0], context)) as Result
}

const visitors = (memory: ReturnType<typeof memoryServices>) =>
  httpHandler('manage-subscription', () => memory.services, answerVisitor)
const formType = { 'content-type': 'application/x-www-form-urlencoded' }
const multipart = [
  '--b',
  'Content-Disposition: form-data; name="email"',
  '',
  'ada@example.org',
  '--b',
  'Content-Disposition: form-data; name="topics"',
  '',
  'asia',
  '--b--',
  '',
].join('\r\n')
const base64 = (text: string) => Buffer.from(text).toString('base64')

test.each<[what: string, sent: Sent]>([
  ['a form', { headers: formType, body: 'email=ada%40example.org&topics=asia' }],
  [
    'a form in base64',
    { headers: formType, body: base64('email=ada%40example.org&topics=asia'), isBase64Encoded: true },
  ],
  ['JSON', { headers: { 'content-type': 'application/json' }, body: '{"email":"ada@example.org","topics":["asia"]}' }],
  [
    'JSON in base64, its type in capitals',
    {
      headers: { 'content-type': 'Application/JSON; charset=utf-8' },
      body: base64('{"email":"ada@example.org","topics":"asia"}'),
      isBase64Encoded: true,
    },
  ],
  ['a multipart form', { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body: multipart }],
  [
    'a multipart form in base64',
    { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body: base64(multipart), isBase64Encoded: true },
  ],
])('%s subscribes', async (_what, sent) => {
  const memory = memoryServices()
  const result = await call(visitors(memory), event('POST', '/subscribe', sent))
  expect(result).toMatchObject({ statusCode: 200, isBase64Encoded: false })
  expect(result.body).toContain('Check your inbox')
  expect(only(memory)).toMatchObject({ address: 'ada@example.org', topics: ['asia'], state: 'pending' })
})

test('a one-click request as Gmail sends it unsubscribes, and the response is 200 without a cookie', async () => {
  const memory = memoryServices(pending)
  const sent = { headers: formType, body: base64('List-Unsubscribe=One-Click'), isBase64Encoded: true }
  const result = await call(visitors(memory), event('POST', `/unsubscribe?t=${link('unsubscribe')}`, sent))
  expect(result.statusCode).toBe(200)
  expect(result.cookies).toBeUndefined()
  expect(only(memory)?.state).toBe('unsubscribed')
})

test('HEAD gets the same response as GET, without the body', async () => {
  const memory = memoryServices(pending)
  const path = `/confirm?t=${link('confirm')}`
  const [get, head] = [
    await call(visitors(memory), event('GET', path)),
    await call(visitors(memory), event('HEAD', path)),
  ]
  expect(head).toMatchObject({ statusCode: 200, body: '', headers: get.headers })
  expect(get.body).toContain('Confirm my subscription')
})

test('a JSON request that is too large gets a JSON error', async () => {
  const headers = { 'content-type': 'application/json' }
  const sent = event('POST', '/subscribe', { headers, body: JSON.stringify({ email: 'x'.repeat(70_000) }) })
  const refused = await call(visitors(memoryServices()), sent)
  expect([refused.statusCode, JSON.parse(refused.body)]).toMatchObject([413, { ok: false }])
})

test('a body of 64 KB is read, and a larger one is refused', async () => {
  const memory = memoryServices()
  const body = (length: number) => 'email=ada%40example.org&x='.padEnd(length, 'x')
  const send = (text: string, isBase64Encoded: boolean) =>
    call(
      visitors(memory),
      event('POST', '/subscribe', { headers: formType, body: isBase64Encoded ? base64(text) : text, isBase64Encoded }),
    )
  expect((await send(body(65_537), false)).statusCode).toBe(413)
  const refused = await send(body(65_537), true)
  expect(refused).toMatchObject({ statusCode: 413, headers: { 'cache-control': 'no-store' } })
  expect(refused.body).toContain('64 KB')
  expect(memory.calls).toEqual([])
  expect((await send(body(65_536), true)).statusCode).toBe(200)
})

test('errors are in the language of the visitor', async () => {
  vi.spyOn(logger, 'error').mockReturnValue()
  const headers = { ...formType, 'accept-language': 'de-AT,en;q=0.5' }
  const large = await call(
    visitors(memoryServices()),
    event('POST', '/subscribe', { headers, body: 'x'.repeat(70_000) }),
  )
  expect(large.body).toContain('Formular ist zu groß')
  const broken = httpHandler(
    'manage-subscription',
    () => ({}),
    () => Promise.reject(new Error('down')),
  )
  const failed = await call(broken, event('GET', '/confirm', { headers }))
  expect([failed.statusCode, failed.body]).toEqual([500, expect.stringContaining('Bei uns ist etwas schiefgegangen')])
})

test('while a service cannot do its work, visitors are asked to come back', async () => {
  vi.spyOn(logger, 'error').mockReturnValue()
  const answerTo = async (status: number) => {
    const error = Object.assign(new Error('down'), { $metadata: { httpStatusCode: status } })
    const broken = httpHandler(
      'manage-subscription',
      () => ({}),
      () => Promise.reject(error),
    )
    const { statusCode, headers } = await call(broken, event('POST', '/subscribe', { headers: formType, body: 'a=b' }))
    return [statusCode, headers?.['retry-after']]
  }
  expect(await answerTo(503)).toEqual([503, '60'])
  expect(await answerTo(500)).toEqual([503, '60'])
  expect(await answerTo(400)).toEqual([500, undefined])
})

test.each([
  ['is the one that CloudFront appended', { 'x-forwarded-for': '203.0.113.9, 198.51.100.7' }, '203.0.113.9'],
  [
    'is not one that the visitor put into the header',
    { 'x-forwarded-for': '10.0.0.1, 203.0.113.9, 198.51.100.7' },
    '203.0.113.9',
  ],
  ['of a direct request to the API is its source', { 'x-forwarded-for': '198.51.100.7' }, '198.51.100.7'],
  ['of a request with a wrong origin key is its source', { [originKeyHeader]: 'a guess' }, '198.51.100.7'],
  ['of a request without the header is its source', { 'x-forwarded-for': '' }, '198.51.100.7'],
])('the IP address %s', async (_what, headers, ip) => {
  const visits: Visit[] = []
  const handler = httpHandler(
    'manage-subscription',
    () => undefined,
    async (visit) => {
      visits.push(visit)
      return new Response()
    },
  )
  await call(handler, event('GET', '/', { headers }))
  expect(visits[0]?.ip).toBe(ip)
})

test('a failure is logged without token and address, and the response does not describe it', async () => {
  const logged: unknown[] = []
  vi.spyOn(logger, 'error').mockImplementation((...parts) => void logged.push(...parts))
  const handler = httpHandler(
    'manage-subscription',
    () => undefined,
    async () => {
      throw new Error('ResourceNotFoundException')
    },
  )
  const result = await call(
    handler,
    event('POST', '/confirm?t=secret-token', { headers: formType, body: 'email=ada%40example.org' }),
  )
  expect(result).toMatchObject({ statusCode: 500, headers: { 'cache-control': 'no-store' } })
  expect(result.body).not.toContain('ResourceNotFound')
  expect(logged).toMatchObject(['failed', { path: '/confirm' }])
  expect(JSON.stringify(logged)).not.toMatch(/secret-token|ada/)
})

test('services are created once', async () => {
  let creations = 0
  const handler = httpHandler(
    'manage-subscription',
    () => {
      creations += 1
      return 'services'
    },
    async () => new Response(),
  )
  await call(handler, event('GET', '/'))
  await call(handler, event('GET', '/'))
  expect(creations).toBe(1)
})

test('a field named __proto__ does not change the prototype', async () => {
  const type = { 'content-type': 'application/json' }
  const json = new Request('https://x', { method: 'POST', headers: type, body: '{"__proto__":{"email":"x"},"a":"b"}' })
  const form = new Request('https://x', { method: 'POST', body: new URLSearchParams('__proto__=1&__proto__=2&a=b') })
  for (const request of [json, form]) {
    const fields = await readFields(request)
    expect(fields).toMatchObject({ a: 'b' })
    expect(fields?.email).toBeUndefined()
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype)
  }
})
