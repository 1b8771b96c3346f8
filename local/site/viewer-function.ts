import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { createContext, Script } from 'node:vm'
import * as z from 'zod'
import type { SiteResponse, ViewerRequest } from './exchange.ts'

/** Runs on each request before the origin is asked; answers itself by returning a response. */
export type ViewerFunction = (request: ViewerRequest) => Promise<ViewerRequest | SiteResponse>

/** Milliseconds. CloudFront allows less than one; this only stops an endless loop, and not a busy machine's work. */
const longestRun = 2_000

const value = z.object({ value: z.string(), multiValue: z.array(z.object({ value: z.string() })).optional() })
const values = z.record(z.string(), value)
const setCookies = z.record(z.string(), z.object({ value: z.string(), attributes: z.string().optional() }))
const changedRequest = z.object({
  uri: z.string().startsWith('/'),
  querystring: values.default({}),
  headers: values.default({}),
  cookies: values.default({}),
})
const madeResponse = z.object({
  statusCode: z.int().min(200).max(599),
  headers: values.default({}),
  cookies: setCookies.default({}),
  body: z.union([z.string(), z.object({ encoding: z.enum(['text', 'base64']), data: z.string() })]).optional(),
})
type Values = z.output<typeof values>

/** Compiles a CloudFront Function for viewer requests. @throws {SyntaxError} if the code is none. */
export function compileViewerFunction(code: string): ViewerFunction {
  const globals = { console: { log: console.error }, eventText: '' }
  const context = createContext(globals, { codeGeneration: { strings: false, wasm: false } })
  new Script(code, { filename: 'cloudfront-function.js' }).runInContext(context, { timeout: longestRun })
  const call = new Script('(async (event) => JSON.stringify(await handler(event)))(JSON.parse(eventText))')
  return async (request) => {
    const event = composeEvent(request)
    globals.eventText = JSON.stringify(event)
    const text: string | undefined = await call.runInContext(context, { timeout: longestRun })
    const result: unknown = JSON.parse(text ?? 'null')
    const response = madeResponse.safeParse(result)
    if (response.success) return respond(response.data)
    return applyChanges(request, event.request, changedRequest.parse(result))
  }
}

function composeEvent(request: ViewerRequest) {
  const { cookie, ...headers } = request.headers
  return {
    version: '1.0',
    context: {
      distributionDomainName: request.headers.host ?? '',
      distributionId: 'LOCAL',
      eventType: 'viewer-request',
      requestId: randomUUID(),
    },
    viewer: { ip: request.viewer.address },
    request: {
      method: request.method,
      uri: request.path,
      querystring: gather(readPairs(request.query, '&')),
      headers: gather(Object.entries(headers)),
      cookies: gather(readPairs(cookie ?? '', ';')),
    },
  }
}

function readPairs(text: string, separator: string): [string, string][] {
  const parts = text.split(separator).filter((part) => part.trim() !== '')
  return parts.map((part) => {
    const [name = '', ...rest] = part.trim().split('=')
    return [name, rest.join('=')]
  })
}

function gather(pairs: readonly [string, string][]): Values {
  // A map, as visitors choose the names: `__proto__` is one.
  const gathered = Map.groupBy(pairs, ([name]) => name)
  const entries = [...gathered].map(([name, group]) => {
    const several = group.map(([, text]) => ({ value: text }))
    return [name, { value: several[0]?.value ?? '', ...(several.length > 1 && { multiValue: several }) }]
  })
  return Object.fromEntries(entries)
}

function applyChanges(
  request: ViewerRequest,
  before: ReturnType<typeof composeEvent>['request'],
  after: z.output<typeof changedRequest>,
): ViewerRequest {
  const cookie = spread(after.cookies)
    .map(([name, text]) => `${name}=${text}`)
    .join('; ')
  const headers = Object.entries(after.headers).map(([name, { value: text, multiValue }]) => [
    name.toLowerCase(),
    multiValue?.map((each) => each.value).join(',') ?? text,
  ])
  const query = spread(after.querystring).map(([name, text]) => (text === '' ? name : `${name}=${text}`))
  return {
    ...request,
    path: after.uri,
    // Unless the function changed it, the query keeps its own spelling and order.
    query: isDeepStrictEqual(after.querystring, before.querystring) ? request.query : query.join('&'),
    headers: { ...Object.fromEntries(headers), ...(cookie !== '' && { cookie }) },
  }
}

function spread(from: Values): [string, string][] {
  return Object.entries(from).flatMap(([name, each]) =>
    (each.multiValue ?? [each]).map((one): [string, string] => [name, one.value]),
  )
}

function respond(made: z.output<typeof madeResponse>): SiteResponse {
  const headers = Object.entries(made.headers).map(([name, { value: text, multiValue }]) => [
    name.toLowerCase(),
    multiValue?.map((each) => each.value) ?? text,
  ])
  const setCookie = Object.entries(made.cookies).map(
    ([name, { value: text, attributes }]) => `${name}=${text}${attributes ? `; ${attributes}` : ''}`,
  )
  const { body } = made
  return {
    status: made.statusCode,
    headers: { ...Object.fromEntries(headers), ...(setCookie.length > 0 && { 'set-cookie': setCookie }) },
    body:
      typeof body === 'object' ? Buffer.from(body.data, body.encoding === 'base64' ? 'base64' : 'utf8') : (body ?? ''),
  }
}
