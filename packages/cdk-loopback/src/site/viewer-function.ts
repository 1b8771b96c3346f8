import { isDeepStrictEqual } from 'node:util'
import { createContext, Script } from 'node:vm'
import * as z from 'zod'
import { strict } from './edge-engine/check-code.ts'
import { countSteps } from './edge-engine/count-steps.ts'
import { restrictBuiltins } from './edge-engine/restrict-builtins.ts'
import type { SiteResponse, ViewerRequest } from './exchange.ts'
import { composeEvent, gather, headerPairs, spread, values } from './viewer-event.ts'

/** Runs on each request before it reaches the origin. Returning a response answers the request. */
export type ViewerFunction = (request: ViewerRequest) => Promise<ViewerRequest | SiteResponse>

/** Calls of functions and rounds of loops. CloudFront allows less than 1 ms. This limit only stops endless loops. */
const maximumSteps = 1_000_000

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

/** Counts steps, because a time limit makes V8 start a thread for each call. */
const counter = `(() => {
  let steps = 0
  const countStep = () => {
    steps += 1
    if (steps > ${maximumSteps}) throw new Error('The function does not end.')
  }
  Object.defineProperty(globalThis, '__countStep', { value: countStep })
  return () => { steps = 0 }
})()`

function compile(code: string): (event: object) => Promise<unknown> {
  const context = createContext(
    { console: { log: console.error } },
    { codeGeneration: { strings: false, wasm: false } },
  )
  const run = (source: string, filename?: string) => new Script(source, { filename }).runInContext(context)
  const restart: () => void = run(counter)
  restrictBuiltins(run('globalThis'))
  run(countSteps(strict + code, '__countStep()'), 'cloudfront-function.js')
  const call: (eventText: string) => Promise<string | undefined> = run(
    '(async (eventText) => JSON.stringify(await handler(JSON.parse(eventText))))',
  )
  return async (event) => {
    restart()
    return JSON.parse((await call(JSON.stringify(event))) ?? 'null')
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
