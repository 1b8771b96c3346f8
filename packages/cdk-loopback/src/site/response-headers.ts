import type { BehaviorPlan, CorsPlan } from '../template/distribution/distribution-plan.ts'
import { addToList } from './compress.ts'
import { headerText, keepHeaders, type SiteResponse, type ViewerRequest } from './exchange.ts'
import { wildcard } from './path-pattern.ts'

/** Applies a behaviour's response headers policy: removes, sets, and answers for CORS. */
export function applyHeadersPolicy(
  behavior: BehaviorPlan,
  request: ViewerRequest,
  response: SiteResponse,
): SiteResponse {
  const headers = keepHeaders(response.headers, (name) => !behavior.removedHeaders.includes(name))
  for (const { name, value, override } of behavior.responseHeaders) {
    const lowerCase = name.toLowerCase()
    if (override || headers[lowerCase] === undefined) headers[lowerCase] = value
  }
  const answer = { ...response, headers }
  return behavior.cors ? applyCors(behavior.cors, request, answer) : answer
}

function applyCors(cors: CorsPlan, request: ViewerRequest, response: SiteResponse): SiteResponse {
  const origin = request.headers.origin
  const allowed = origin === undefined ? undefined : allowedOrigin(cors, origin)
  const answered = Object.keys(response.headers).some((name) => name.startsWith('access-control-'))
  if (allowed === undefined || (answered && !cors.override)) return response
  const preflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined
  return {
    ...response,
    headers: {
      ...keepHeaders(response.headers, (name) => !name.startsWith('access-control-')),
      ...(allowed !== '*' && { vary: addToList(headerText(response, 'vary'), 'Origin') }),
      'access-control-allow-origin': allowed,
      ...(cors.credentials && { 'access-control-allow-credentials': 'true' }),
      ...(preflight ? preflightHeaders(cors) : exposedHeaders(cors)),
    },
  }
}

function allowedOrigin(cors: CorsPlan, origin: string): string | undefined {
  if (cors.origins.includes('*')) return '*'
  const host = origin.replace(/^[a-z]+:\/\//, '')
  return cors.origins.some((pattern) => wildcard(pattern).test(pattern.includes('://') ? origin : host))
    ? origin
    : undefined
}

function preflightHeaders(cors: CorsPlan): Record<string, string> {
  return {
    'access-control-allow-methods': cors.methods.join(', '),
    'access-control-allow-headers': cors.headers.join(', '),
    ...(cors.maxAge !== undefined && { 'access-control-max-age': String(cors.maxAge) }),
  }
}

function exposedHeaders(cors: CorsPlan): Record<string, string> {
  return cors.exposedHeaders.length > 0 ? { 'access-control-expose-headers': cors.exposedHeaders.join(', ') } : {}
}
