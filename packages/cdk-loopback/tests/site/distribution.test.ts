import { expect, test } from 'vitest'
import type { CorsPlan } from '../../src/template/distribution/distribution-plan.ts'
import { memoryBucket } from './memory-bucket.ts'
import { apiBehavior, bucketBehavior, expectErrors, route, serve } from './serve.ts'

const { fetchObject } = memoryBucket({
  'index.html': { body: 'home' },
  'articles/one/index.html': { body: 'one' },
  '404.html': { body: 'nothing here', headers: { 'Content-Type': 'text/html' } },
  'styles/main.css': { body: 'css' },
})
const notFound = [403, 404].map((errorCode) => ({ errorCode, responseCode: 404, pagePath: '/404.html' }))

function behaviors(viewerRequestCode: string) {
  return [{ ...bucketBehavior, viewerRequestCode }]
}

test.each([
  ['/subscribe', '/subscribe', true],
  ['subscribe', '/subscribe', true],
  ['/subscribe', '/subscribe/', false],
  ['/subscribe', '/Subscribe', false],
  ['/subscribe', '/%73ubscribe', true],
  ['/subscribe', '//subscribe', true],
  ['/subscribe', '/x/../subscribe', true],
  ['/api/*', '/api/a/b', true],
  ['*.css', '/styles/main.css', true],
  ['/a?c', '/abc', true],
  ['/a?c', '/ac', false],
  ['/a.c', '/abc', false],
])('the pattern %s and the path %s match: %s', async (pathPattern, path, matches) => {
  const distribution = { behaviors: [{ ...apiBehavior, pathPattern }, bucketBehavior] }
  const { ask } = await serve({ distribution, fetchObject, routes: [route('$default')], invoke: async () => 'api' })
  expect((await ask(path)).text === 'api').toBe(matches)
})

test('the first matching behaviour answers', async () => {
  const distribution = {
    behaviors: [
      { ...apiBehavior, pathPattern: '/a*' },
      { ...bucketBehavior, pathPattern: '/articles/*' },
      bucketBehavior,
    ],
  }
  const { ask } = await serve({ distribution, fetchObject, routes: [route('$default')], invoke: async () => 'api' })
  expect((await ask('/articles/one/index.html')).text).toBe('api')
  expect((await ask('/styles/main.css')).text).toBe('css')
})

test('a method that the behaviour does not allow gets a 403, an unknown method a 405', async () => {
  const { ask } = await serve({ fetchObject, distribution: { errorResponses: notFound } })
  expect((await ask('/index.html', { method: 'POST', body: 'x' })).status).toBe(403)
  expect((await ask('/index.html', { method: 'PROPFIND' })).status).toBe(405)
})

test('the root object is served at the root only', async () => {
  const { ask } = await serve({ fetchObject, distribution: { defaultRootObject: 'index.html' } })
  expect((await ask('/')).text).toBe('home')
  expect((await ask('/articles/one/')).status).toBe(403)
})

test('a missing page gets the 404 page, without its body for HEAD', async () => {
  const { ask } = await serve({ fetchObject, distribution: { errorResponses: notFound } })
  const missing = { status: 404, headers: { 'content-type': 'text/html', 'content-length': '12' } }
  expect(await ask('/missing', { headers: { 'If-None-Match': '*', Range: 'bytes=0-1' } })).toMatchObject({
    ...missing,
    text: 'nothing here',
  })
  expect(await ask('/missing', { method: 'HEAD' })).toMatchObject({ ...missing, text: '' })
})

test('an error whose error page is missing stays unchanged', async () => {
  const errorResponses = [{ errorCode: 403, responseCode: 200, pagePath: '/gone.html' }]
  const { ask } = await serve({ fetchObject, distribution: { errorResponses } })
  expect(await ask('/missing')).toMatchObject({ status: 403, text: expect.stringContaining('AccessDenied') })
})

test('error pages also replace errors of the API, as in CloudFront', async () => {
  const distribution = {
    behaviors: [{ ...apiBehavior, pathPattern: '/api' }, bucketBehavior],
    errorResponses: notFound,
  }
  const invoke = async () => ({ statusCode: 404, body: 'unknown token' })
  const { ask } = await serve({ distribution, fetchObject, routes: [route('$default')], invoke })
  expect(await ask('/api', { method: 'POST' })).toMatchObject({ status: 404, text: 'nothing here' })
})

test('a viewer-request function may rewrite the path', async () => {
  const code = `function handler(event) {
    var request = event.request
    if (request.uri.endsWith('/')) request.uri += 'index.html'
    return request
  }`
  const { ask } = await serve({ fetchObject, distribution: { behaviors: behaviors(code) } })
  expect((await ask('/articles/one/')).text).toBe('one')
  expect((await ask('/articles/one/', { method: 'HEAD' })).headers['content-length']).toBe('3')
})

test('a viewer-request function may answer the request', async () => {
  const code = `async function handler({ request, viewer, context }) {
    return {
      statusCode: 301,
      statusDescription: 'Moved Permanently',
      headers: { location: { value: request.uri + '/?' + Object.keys(request.querystring).join('&') } },
      cookies: { seen: { value: viewer.ip, attributes: 'Path=/' } },
      body: { encoding: 'base64', data: btoa(context.eventType) },
    }
  }`
  const answerless = code.replace('btoa(context.eventType)', "'bW92ZWQ='")
  const { ask } = await serve({ fetchObject, distribution: { behaviors: behaviors(answerless) } })
  expect(await ask('/articles/one?a=1&b')).toMatchObject({
    status: 301,
    text: 'moved',
    headers: { location: '/articles/one/?a&b', 'set-cookie': ['seen=127.0.0.1; Path=/'] },
  })
})

test('a viewer-request function sees and changes query, headers and cookies', async () => {
  const code = `function handler({ request }) {
    var { querystring, headers, cookies } = request
    headers['x-seen'] = { value: JSON.stringify([querystring, headers['x-two'], cookies]) }
    if (querystring.drop) delete querystring.drop
    delete cookies.b
    return request
  }`
  const received: { headers: Record<string, string>; rawQueryString: string; cookies?: string[] }[] = []
  const distribution = { behaviors: [{ ...apiBehavior, viewerRequestCode: code }] }
  const invoke = async (_arn: string, event: unknown) => {
    received.push(event as (typeof received)[number]) // the emulator composes events with these members
    return ''
  }
  const { ask } = await serve({ distribution, routes: [route('$default')], invoke })
  await ask('/?x=1&x=%20b&drop=1&__proto__=1', { headers: { Cookie: 'a=1; b=2', 'X-Two': 'one' } })
  await ask('/?b=2&a=%2f&b=1')
  expect(JSON.parse(received[0]?.headers['x-seen'] ?? '')).toEqual([
    {
      x: { value: '1', multiValue: [{ value: '1' }, { value: '%20b' }] },
      drop: { value: '1' },
      ['__proto__']: { value: '1' },
    },
    { value: 'one' },
    { a: { value: '1' }, b: { value: '2' } },
  ])
  expect(received[0]?.rawQueryString).toMatch(/^x=1&x=%20b/)
  expect(received[0]?.rawQueryString).not.toContain('drop')
  expect(received[0]?.cookies).toEqual(['a=1'])
  expect(received[1]?.rawQueryString).toBe('b=2&a=%2f&b=1')
})

test.each([
  ['throws', 'function handler() { throw new Error("x") }'],
  ['never ends', 'function handler() { for (;;); }'],
  ['answers nothing', 'function handler() {}'],
  ['has no handler', 'var x = 1'],
  ['evaluates text', 'function handler(event) { return eval("event.request") }'],
])('a viewer-request function that %s causes a 503', async (_name, code) => {
  expectErrors()
  const { ask } = await serve({ fetchObject, distribution: { behaviors: behaviors(code) } })
  expect((await ask('/index.html')).status).toBe(503)
})

test('response headers are set, kept and removed by the policy', async () => {
  const { fetchObject: fetch } = memoryBucket({
    page: { body: 'x', headers: { 'Cache-Control': 'no-store', Expires: '0' } },
  })
  const policy = {
    responseHeaders: [
      { name: 'X-Frame-Options', value: 'DENY', override: true },
      { name: 'Cache-Control', value: 'max-age=1', override: false },
      { name: 'Content-Type', value: 'text/plain', override: false },
    ],
    removedHeaders: ['expires'],
  }
  const { ask } = await serve({ fetchObject: fetch, distribution: { behaviors: [{ ...bucketBehavior, ...policy }] } })
  const { headers } = await ask('/page')
  expect(headers).toMatchObject({
    'x-frame-options': 'DENY',
    'cache-control': 'no-store',
    'content-type': 'text/plain',
  })
  expect(headers.expires).toBeUndefined()
})

const cors: CorsPlan = {
  origins: ['*'],
  methods: ['GET', 'HEAD'],
  headers: ['*'],
  exposedHeaders: ['ETag'],
  credentials: false,
  maxAge: 60,
  override: false,
}

test('CORS headers are sent where the policy allows it, and only to web pages', async () => {
  const { ask } = await serve({ fetchObject, distribution: { behaviors: [{ ...bucketBehavior, cors }] } })
  const answer = await ask('/index.html', { headers: { Origin: 'https://reader.example' } })
  expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-expose-headers': 'ETag' })
  expect((await ask('/index.html')).headers['access-control-allow-origin']).toBeUndefined()
})

test.each([
  ['https://reader.example', 'https://reader.example'],
  ['https://a.reader.example', undefined],
  ['https://x.other.example', 'https://x.other.example'],
  ['http://x.other.example', undefined],
])('with a list of origins, %s is allowed %s', async (origin, allowed) => {
  const listed = { ...cors, origins: ['reader.example', 'https://*.other.example'] }
  const { ask } = await serve({ fetchObject, distribution: { behaviors: [{ ...bucketBehavior, cors: listed }] } })
  const { headers } = await ask('/index.html', { headers: { Origin: origin } })
  expect(headers['access-control-allow-origin']).toBe(allowed)
  expect(headers.vary).toBe(allowed && 'Origin')
})

test('a preflight gets methods and headers, and the CORS headers of the API take precedence unless overridden', async () => {
  const preflight = {
    method: 'OPTIONS',
    headers: { Origin: 'https://a.example', 'Access-Control-Request-Method': 'POST' },
  }
  const start = async (policy: CorsPlan, headers: Record<string, string>) =>
    serve({
      distribution: { behaviors: [{ ...apiBehavior, cors: policy }] },
      routes: [route('$default')],
      invoke: async () => ({ statusCode: 204, headers }),
    })
  const plain = await start(cors, {})
  expect((await plain.ask('/', preflight)).headers).toMatchObject({
    'access-control-allow-methods': 'GET, HEAD',
    'access-control-allow-headers': '*',
    'access-control-max-age': '60',
  })
  const own = { 'Access-Control-Allow-Origin': 'https://own.example' }
  const withOwnHeader = await start(cors, own)
  expect((await withOwnHeader.ask('/', preflight)).headers['access-control-allow-origin']).toBe('https://own.example')
  const replaced = await start({ ...cors, override: true }, own)
  expect((await replaced.ask('/', preflight)).headers['access-control-allow-origin']).toBe('*')
})
