import { isThrottling } from '../lambda/invocation-error.ts'
import type { HttpRoutePlan } from '../template/stack-plan.ts'
import type { SiteResponse, ViewerRequest } from './exchange.ts'
import { composeHttpEvent } from './http-event.ts'
import { type SendMessage, sendMessage } from './http-message.ts'
import { readHttpResult } from './http-result.ts'
import { findRoute } from './http-route.ts'
import { decodePath } from './path-pattern.ts'

/** Invokes a function and waits for its result. Rejects if the function fails. */
export type Invoke = (functionArn: string, event: unknown) => Promise<unknown>

/** Bytes. Maximum payload of a synchronous Lambda call, in either direction. */
const largestPayload = 6 * 1024 * 1024

/** What the routes of an HTTP API may call. */
export type HttpApiTargets = { readonly invoke: Invoke; readonly send: SendMessage }

/** Responds as an HTTP API with integrations of Lambda and SQS. */
export async function askHttpApi(
  routes: readonly HttpRoutePlan[],
  request: ViewerRequest,
  { invoke, send }: HttpApiTargets,
  now: () => Date,
): Promise<SiteResponse> {
  const path = decodePath(request.path)
  if (path === undefined) return message(400, 'Bad Request')
  const match = findRoute(routes, request.method, path)
  if (!match) return message(404, 'Not Found')
  const body = await request.body(largestPayload)
  if (!body) return message(413, 'Request Entity Too Large')
  const { route, pathParameters } = match
  if ('message' in route) {
    return sendMessage(route.message, { ...request, path, pathParameters, body }, send)
  }
  const event = composeHttpEvent(request, match, path, body, now())
  if (Buffer.byteLength(JSON.stringify(event)) > largestPayload) return message(413, 'Request Entity Too Large')
  return callFunction(route, event, invoke)
}

type FunctionRoute = Extract<HttpRoutePlan, { readonly functionArn: string }>

async function callFunction(route: FunctionRoute, event: unknown, invoke: Invoke): Promise<SiteResponse> {
  const timeout = Promise.withResolvers<'timed out'>()
  const timer = setTimeout(() => timeout.resolve('timed out'), route.integrationTimeout)
  // The log has the reason why a function failed. As in AWS, the response does not.
  const outcome = invoke(route.functionArn, event).then(readHttpResult, (error) =>
    isThrottling(error) ? ('throttled' as const) : undefined,
  )
  const response = await Promise.race([outcome, timeout.promise])
  clearTimeout(timer)
  if (response === 'timed out' || response === 'throttled') return message(503, 'Service Unavailable')
  if (!response || Number(response.headers['content-length']) > largestPayload)
    return message(500, 'Internal Server Error')
  return response
}

function message(status: number, text: string): SiteResponse {
  const body = JSON.stringify({ message: text })
  return { status, headers: { 'content-type': 'application/json', 'content-length': String(body.length) }, body }
}
