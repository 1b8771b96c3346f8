import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { expect, test } from 'vitest'
import type { ForwardedPlan } from '../../src/template/distribution/distribution-plan.ts'
import type { HttpRoutePlan } from '../../src/template/stack-plan.ts'
import { apiBehavior, expectErrors, route, serve } from './serve.ts'

const everyRoute = [route('$default')]

/** Starts a site whose API records its events and answers with `result`. */
async function api(result: unknown = 'ok', routes: readonly HttpRoutePlan[] = everyRoute, forwarded?: ForwardedPlan) {
  const customHeaders = { 'x-key': 'k' }
  const events: APIGatewayProxyEventV2[] = []
  const calls: string[] = []
  const behavior = forwarded
    ? { ...apiBehavior, origin: { kind: 'http-api', forwarded, customHeaders } as const }
    : apiBehavior
  const site = await serve({
    distribution: { behaviors: [behavior] },
    routes,
    now: () => new Date('2026-09-01T07:00:05Z'),
    invoke: async (functionArn, event) => {
      calls.push(functionArn)
      events.push(event as APIGatewayProxyEventV2) // checked field by field below
      if (result instanceof Error) throw result
      return result
    },
  })
  return { ...site, events, calls }
}

test('a request becomes an event of payload format 2.0', async () => {
  const { ask, events } = await api('ok', [route('POST /topics/{topic}')])
  await ask('/topics/new%20york?a=1&a=%C3%A4&empty=', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'test',
      'X-Two': ['1', '2'],
      Cookie: ['a=1; b=2', 'c=3'],
    },
    body: '{"email":"a@example.com"}',
  })
  const [event] = events
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: 'POST /topics/{topic}',
    rawPath: '/topics/new york',
    rawQueryString: 'a=1&a=%C3%A4&empty=',
    queryStringParameters: { a: '1,ä', empty: '' },
    pathParameters: { topic: 'new york' },
    cookies: ['a=1', 'b=2', 'c=3'],
    headers: {
      'content-type': 'application/json',
      'content-length': '25',
      'x-two': '1,2',
      'x-forwarded-for': '127.0.0.1, 127.0.0.1',
      'x-forwarded-proto': 'https',
    },
    requestContext: {
      http: { method: 'POST', path: '/topics/new york', sourceIp: '127.0.0.1', userAgent: 'test' },
      routeKey: 'POST /topics/{topic}',
      stage: '$default',
      time: '01/Sep/2026:07:00:05 +0000',
      timeEpoch: Date.parse('2026-09-01T07:00:05Z'),
    },
    body: '{"email":"a@example.com"}',
    isBase64Encoded: false,
  })
  expect(event?.headers.cookie).toBeUndefined()
  expect(event?.headers.host).toMatch(/execute-api/)
})

test('a bare request has neither body nor query nor cookies', async () => {
  const { ask, events } = await api()
  await ask('/')
  expect(Object.keys(events[0] ?? {}).sort()).toEqual(
    ['headers', 'isBase64Encoded', 'rawPath', 'rawQueryString', 'requestContext', 'routeKey', 'version'].sort(),
  )
})

test('forms and other bytes reach the function in base64', async () => {
  const { ask, events } = await api()
  const form = 'email=a%40example.com'
  await ask('/', { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: form })
  await ask('/', { method: 'POST', body: Buffer.from([0xff, 0]) })
  await ask('/', { method: 'POST', headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: 'ä' })
  expect(events.map(({ body, isBase64Encoded }) => [body, isBase64Encoded])).toEqual([
    [Buffer.from(form).toString('base64'), true],
    ['/wA=', true],
    ['ä', false],
  ])
})

test.each([
  ['GET', '/pets/dog/1', 'exact'],
  ['GET', '/pets/dog/2', 'variable'],
  ['GET', '/pets/cat/2', 'greedy'],
  ['POST', '/pets/cat/2', 'any greedy'],
  ['POST', '/pets/dog/1', 'any exact'],
  ['GET', '/', 'default'],
  ['GET', '/pets/', 'any greedy'],
])('%s %s goes to the most specific route: %s', async (method, path, functionArn) => {
  const routes = [
    route('$default', 'default'),
    route('ANY /{proxy+}', 'any greedy'),
    route('GET /pets/{proxy+}', 'greedy'),
    route('GET /pets/dog/{id}', 'variable'),
    route('ANY /pets/dog/1', 'any exact'),
    route('GET /pets/dog/1', 'exact'),
  ]
  const { ask, calls } = await api('ok', routes)
  await ask(path, { method })
  expect(calls).toEqual([functionArn])
})

test('a path without a route is not found, and HEAD is not GET', async () => {
  const { ask, calls } = await api('ok', [route('GET /confirm')])
  const missing = { status: 404, headers: { 'content-type': 'application/json' } }
  expect(await ask('/other')).toMatchObject({ ...missing, text: '{"message":"Not Found"}' })
  expect(await ask('/confirm/')).toMatchObject(missing)
  expect(await ask('/confirm', { method: 'HEAD' })).toMatchObject({ ...missing, text: '' })
  expect(calls).toEqual([])
})

test.each<[name: string, result: unknown, answer: object]>([
  [
    'a structured result',
    { statusCode: 303, headers: { Location: '/x', 'X-Count': 3 }, cookies: ['a=1', 'b=2'], body: '' },
    { status: 303, text: '', headers: { location: '/x', 'x-count': '3', 'set-cookie': ['a=1', 'b=2'] } },
  ],
  ['bytes', { statusCode: 200, isBase64Encoded: true, body: 'w6Q=' }, { status: 200, text: 'ä' }],
  ['text without a type', { statusCode: 200, body: 'x' }, { headers: { 'content-type': 'text/plain;charset=UTF-8' } }],
  ['a text', 'hello', { status: 200, text: 'hello', headers: { 'content-type': 'application/json' } }],
  [
    'an object without a status code',
    { a: 1 },
    { status: 200, text: '{"a":1}', headers: { 'content-type': 'application/json' } },
  ],
  ['null', null, { status: 200, text: 'null' }],
  ['an invalid status', { statusCode: 'soon' }, { status: 500 }],
  [
    'a body that is not text',
    { statusCode: 200, body: { a: 1 } },
    { status: 500, text: '{"message":"Internal Server Error"}' },
  ],
  ['a header that contains a line break', { statusCode: 200, headers: { x: 'a\r\nb: c' } }, { status: 500 }],
  ['a failing function', new Error('broken'), { status: 500, text: '{"message":"Internal Server Error"}' }],
  ['more than 6 MB', { statusCode: 200, body: 'x'.repeat(6 * 1024 * 1024 + 1) }, { status: 500 }],
])('%s becomes a response', async (_name, result, answer) => {
  expectErrors()
  const { ask } = await api(result)
  expect(await ask('/')).toMatchObject(answer)
})

test('a HEAD request gets only the headers of the response', async () => {
  const { ask } = await api({ statusCode: 200, body: 'hello' })
  expect(await ask('/', { method: 'HEAD' })).toMatchObject({
    status: 200,
    text: '',
    headers: { 'content-length': '5' },
  })
})

test('a body that is too large for a function is refused', async () => {
  const { ask, calls } = await api()
  const refused = { status: 413, text: '{"message":"Request Entity Too Large"}' }
  const headers = { 'Content-Type': 'text/plain' }
  expect(await ask('/', { method: 'POST', headers, body: 'x'.repeat(6 * 1024 * 1024 + 1) })).toMatchObject(refused)
  // In base64 it exceeds the limit.
  expect(await ask('/', { method: 'POST', body: Buffer.alloc(5 * 1024 * 1024) })).toMatchObject(refused)
  expect(await ask('/', { method: 'POST', headers, body: 'x'.repeat(6_000_000) })).toMatchObject({ status: 200 })
  expect(calls).toHaveLength(1)
})

test('a function that exceeds the integration timeout is answered with 503', async () => {
  const { ask } = await serve({
    distribution: { behaviors: [apiBehavior] },
    routes: [route('$default', 'slow', 20)],
    invoke: () => new Promise(() => undefined),
  })
  expect(await ask('/')).toMatchObject({ status: 503, text: '{"message":"Service Unavailable"}' })
})

test('only what the policies forward reaches the API', async () => {
  const nothing = { kind: 'only', names: [] } as const
  const { ask, events } = await api('ok', everyRoute, { headers: nothing, cookies: nothing, queryStrings: nothing })
  const headers = { Cookie: 'a=1', 'X-Own': 'x', 'User-Agent': 'test', 'Content-Type': 'text/plain' }
  await ask('/?t=1', { method: 'POST', headers, body: 'x' })
  expect(events[0]).toMatchObject({ rawQueryString: '', body: 'x', headers: { 'user-agent': 'Amazon CloudFront' } })
  expect(events[0]?.cookies).toBeUndefined()
  expect(events[0]?.headers['x-own']).toBeUndefined()
})

test('what the policies name reaches the API, including the visitor’s address', async () => {
  const { ask, events } = await api('ok', everyRoute, {
    headers: { kind: 'only', names: ['x-own', 'cloudfront-viewer-address'] },
    cookies: { kind: 'all-except', names: ['a'] },
    queryStrings: { kind: 'only', names: ['t'] },
  })
  const headers = {
    Cookie: 'a=1; b=2',
    'X-Own': 'x',
    'X-Other': 'y',
    'X-Key': 'forged',
    'CloudFront-Viewer-Address': 'forged',
  }
  await ask('/?t=1&u=2&t=3', { headers })
  expect(events[0]).toMatchObject({
    rawQueryString: 't=1&t=3',
    cookies: ['b=2'],
    headers: { 'x-own': 'x', 'x-key': 'k' },
  })
  expect(events[0]?.headers['x-other']).toBeUndefined()
  expect(events[0]?.headers['cloudfront-viewer-address']).toMatch(/^127\.0\.0\.1:\d+$/)
})

test('CloudFront’s headers cannot be forged, and the query is unchanged', async () => {
  const { ask, events } = await api()
  await ask('/?a&&b=%2F&', { headers: { 'CloudFront-Viewer-Address': 'forged', 'X-Forwarded-For': '10.0.0.1' } })
  expect(events[0]?.headers['cloudfront-viewer-address']).toBeUndefined()
  expect(events[0]?.headers['x-forwarded-for']).toBe('10.0.0.1, 127.0.0.1, 127.0.0.1')
  expect(events[0]?.rawQueryString).toBe('a&&b=%2F&')
})
