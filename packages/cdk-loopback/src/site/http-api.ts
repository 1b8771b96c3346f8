import type { HttpRoutePlan } from '../template/stack-plan.ts'
import type { SiteResponse, ViewerRequest } from './exchange.ts'
import { composeHttpEvent } from './http-event.ts'
import { readHttpResult } from './http-result.ts'
import { findRoute } from './http-route.ts'
import { decodePath } from './path-pattern.ts'

/** Calls a function and waits for its result. Rejects if the function fails. */
export type Invoke = (functionArn: string, event: unknown) => Promise<unknown>

/** Bytes: the most that a synchronous Lambda call takes or returns. */
const largestPayload = 6 * 1024 * 1024

/** Answers as an HTTP API with Lambda proxy integrations. */
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
  const patience = Promise.withResolvers<'timed out'>()
  const timer = setTimeout(() => patience.resolve('timed out'), route.integrationTimeout)
  // The runner has logged why a function failed: as in AWS, the visitor isn't told.
  const outcome = invoke(route.functionArn, event).then(readHttpResult, () => undefined)
  const response = await Promise.race([outcome, patience.promise])
  clearTimeout(timer)
  if (response === 'timed out') return message(503, 'Service Unavailable')
  if (!response || Number(response.headers['content-length']) > largestPayload)
    return message(500, 'Internal Server Error')
  return response
}

function message(status: number, text: string): SiteResponse {
  const body = JSON.stringify({ message: text })
  return { status, headers: { 'content-type': 'application/json', 'content-length': String(body.length) }, body }
}
