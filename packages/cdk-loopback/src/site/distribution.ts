import { Readable } from 'node:stream'
import type { BehaviorPlan, DistributionPlan } from '../template/distribution/distribution-plan.ts'
import type { HttpRoutePlan } from '../template/stack-plan.ts'
import { askBucket, type FetchObject } from './bucket-origin.ts'
import { compress } from './compress.ts'
import { keepHeaders, type SiteResponse, type ViewerRequest } from './exchange.ts'
import { forward } from './forward.ts'
import { askHttpApi, type HttpApiTargets } from './http-api.ts'
import { matchesPattern } from './path-pattern.ts'
import { applyHeadersPolicy } from './response-headers.ts'
import {
  compileViewerFunction,
  compileViewerResponseFunction,
  type ViewerFunction,
  type ViewerResponseFunction,
} from './viewer-function.ts'

export type Origins = HttpApiTargets & {
  readonly routes: readonly HttpRoutePlan[]
  readonly fetchObject: FetchObject
  readonly now: () => Date
}

const methods = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE']
const unconditional = ['range', 'if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since', 'if-range']

/** Emulates a CloudFront distribution without a cache: every request reaches its origin. */
export function createDistribution(
  plan: DistributionPlan,
  origins: Origins,
): (request: ViewerRequest) => Promise<SiteResponse> {
  const functions = new Map<string, ViewerFunction>()
  const responseFunctions = new Map<string, ViewerResponseFunction>()
  for (const { viewerRequestCode, viewerResponseCode } of plan.behaviors) {
    if (viewerRequestCode !== undefined) functions.set(viewerRequestCode, compileViewerFunction(viewerRequestCode))
    if (viewerResponseCode !== undefined) {
      responseFunctions.set(viewerResponseCode, compileViewerResponseFunction(viewerResponseCode))
    }
  }

  return async (request) => {
    if (!methods.includes(request.method)) return edgeError(405, `CloudFront does not allow ${request.method}.`)
    const behavior = findBehavior(request.path)
    if (!behavior.allowedMethods.includes(request.method)) {
      return edgeError(403, `This distribution is not configured to allow ${request.method} here.`)
    }
    const viewed = await runFunction(behavior, request)
    if ('status' in viewed) return viewed
    const answer = await askOrigin(behavior, viewed)
    const response = await replaceError(viewed, answer)
    const shaped = applyHeadersPolicy(behavior, request, response)
    const compressed = behavior.compress ? compress(request, shaped) : shaped
    return answer.status < 400 ? runResponseFunction(behavior, viewed, compressed) : compressed
  }

  function findBehavior(path: string): BehaviorPlan {
    const behavior = plan.behaviors.find(({ pathPattern }) => matchesPattern(pathPattern, path))
    if (!behavior) throw new Error('The distribution has no default behaviour')
    return behavior
  }

  async function runFunction(behavior: BehaviorPlan, request: ViewerRequest): Promise<ViewerRequest | SiteResponse> {
    const run = functions.get(behavior.viewerRequestCode ?? '')
    return run ? run(request).catch((error: unknown) => functionError(request, error)) : request
  }

  async function runResponseFunction(behavior: BehaviorPlan, request: ViewerRequest, response: SiteResponse) {
    const run = responseFunctions.get(behavior.viewerResponseCode ?? '')
    return run ? run(request, response).catch((error: unknown) => functionError(request, error)) : response
  }

  async function askOrigin(behavior: BehaviorPlan, request: ViewerRequest): Promise<SiteResponse> {
    const rooted = request.path === '/' ? { ...request, path: `/${plan.defaultRootObject}` } : request
    try {
      if (behavior.origin.kind === 'bucket') return await askBucket(behavior.origin, rooted, origins.fetchObject)
      const { routes, now } = origins
      const forwarded = forward(rooted, behavior.origin.forwarded)
      const headers = { ...forwarded.headers, ...behavior.origin.customHeaders }
      return await askHttpApi(routes, { ...forwarded, headers }, origins, now)
    } catch (error) {
      console.error(`The origin of ${request.path} failed:`, error)
      return edgeError(502, 'CloudFront could not get an answer from the origin.')
    }
  }

  /** Replaces an error response of any origin with its error page. */
  async function replaceError(request: ViewerRequest, response: SiteResponse): Promise<SiteResponse> {
    const rule = plan.errorResponses.find(({ errorCode }) => errorCode === response.status)
    if (!rule) return response
    const page = await askOrigin(findBehavior(rule.pagePath), {
      ...request,
      method: request.method === 'HEAD' ? 'HEAD' : 'GET',
      path: rule.pagePath,
      query: '',
      headers: keepHeaders(request.headers, (name) => !unconditional.includes(name)),
    })
    const [kept, dropped] = page.status === 200 ? [{ ...page, status: rule.responseCode }, response] : [response, page]
    if (dropped.body instanceof Readable) dropped.body.destroy()
    return kept
  }
}

function functionError(request: ViewerRequest, error: unknown): SiteResponse {
  console.error(`The CloudFront Function failed on ${request.path}:`, error)
  return edgeError(
    503,
    'The CloudFront function associated with the CloudFront distribution is invalid or could not run.',
  )
}

function edgeError(status: number, text: string): SiteResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', server: 'CloudFront' }, body: `${text}\n` }
}
