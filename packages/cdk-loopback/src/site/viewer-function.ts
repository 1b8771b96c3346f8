import { isDeepStrictEqual } from 'node:util'
import { createContext, Script } from 'node:vm'
import * as z from 'zod'
import { strict } from './edge-engine/check-code.ts'
import { restrictBuiltins } from './edge-engine/restrict-builtins.ts'
import type { SiteResponse, ViewerRequest } from './exchange.ts'
import { composeEvent, gather, headerPairs, spread, values } from './viewer-event.ts'

/** Runs on each request before it reaches the origin. Returning a response answers the request. */
export type ViewerFunction = (request: ViewerRequest) => Promise<ViewerRequest | SiteResponse>

/** Milliseconds. CloudFront allows less than one. This limit only stops endless loops, even on a busy machine. */
const longestRun = 2_000

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

/** Compiles a CloudFront Function for viewer requests. @throws {SyntaxError} if the code does not parse */
export function compileViewerFunction(code: string): ViewerFunction {
  const call = compile(code)
  return async (request) => {
    const event = composeEvent('viewer-request', request)
    const result = await call(event)
    const response = madeResponse.safeParse(result)
    if (response.success) return respond(response.data)
    return applyChanges(request, event.request, changedRequest.parse(result))
  }
}

/** Runs on a response to the viewer, and may change its headers. */
export type ViewerResponseFunction = (request: ViewerRequest, response: SiteResponse) => Promise<SiteResponse>

/** Compiles a CloudFront Function for viewer responses. @throws {SyntaxError} if the code does not parse */
export function compileViewerResponseFunction(code: string): ViewerResponseFunction {
  const call = compile(code)
  return async (request, response) => {
    const { 'set-cookie': setCookie, ...headers } = response.headers
    const visible = { statusCode: response.status, headers: gather(headerPairs(headers)), cookies: {} }
    const result = madeResponse.parse(await call({ ...composeEvent('viewer-response', request), response: visible }))
    const changed = respond(result)
    return {
      ...response,
      status: changed.status,
      headers: { ...changed.headers, ...(setCookie && { 'set-cookie': setCookie }) },
    }
  }
}

function compile(code: string): (event: object) => Promise<unknown> {
  const globals = { console: { log: console.error } }
  const context = createContext(globals, { codeGeneration: { strings: false, wasm: false } })
  restrictBuiltins(new Script('globalThis').runInContext(context))
  const script = new Script('(async (event) => JSON.stringify(await handler(event)))(JSON.parse(eventText))')
  new Script(strict + code, { filename: 'cloudfront-function.js' }).runInContext(context, { timeout: longestRun })
  return async (event) => {
    Object.assign(globals, { eventText: JSON.stringify(event) })
    const text: string | undefined = await script.runInContext(context, { timeout: longestRun })
    return JSON.parse(text ?? 'null')
  }
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
