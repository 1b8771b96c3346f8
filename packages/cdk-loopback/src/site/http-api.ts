import { isThrottling } from '../lambda/invocation-error.ts'
import type { HttpRoutePlan } from '../template/stack-plan.ts'
import type { SiteResponse, ViewerRequest } from './exchange.ts'
import { composeHttpEvent } from './http-event.ts'
import { readHttpResult } from './http-result.ts'
import { findRoute } from './http-route.ts'
import { decodePath } from './path-pattern.ts'

/** Invokes a function and waits for its result. Rejects if the function fails. */
export type Invoke = (functionArn: string, event: unknown) => Promise<unknown>

/** Bytes. Maximum payload of a synchronous Lambda call, in either direction. */
const largestPayload = 6 * 1024 * 1024

/** Responds as an HTTP API with Lambda proxy integrations. */
export async function askHttpApi(
  routes: readonly HttpRoutePlan[],
  request: ViewerRequest,
  invoke: Invoke,
  now: () => Date,
): Promise<SiteResponse> {
  const path = decodePath(request.path)
  if (path === undefined) return message(400, 'Bad Request')
  const match = findRoute(routes, request.method, path)
  if (!match) return message(404, 'Not Found')
  const body = await request.body(largestPayload)
  if (!body) return message(413, 'Request Entity Too Large')
  const event = composeHttpEvent(request, match, path, body, now())
  if (Buffer.byteLength(JSON.stringify(event)) > largestPayload) return message(413, 'Request Entity Too Large')
  return callFunction(match.route, event, invoke)
}

async function callFunction(route: HttpRoutePlan, event: unknown, invoke: Invoke): Promise<SiteResponse> {
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
