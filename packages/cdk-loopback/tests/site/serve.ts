import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { onTestFinished, vi } from 'vitest'
import { type SiteOptions, startSite } from '../../src/site/site-server.ts'
import type { BehaviorPlan, DistributionPlan } from '../../src/template/distribution/distribution-plan.ts'
import type { HttpRoutePlan, StackPlan } from '../../src/template/stack-plan.ts'
import { deployment, stackId } from '../deployment.ts'

const everything = { kind: 'all-except', names: [] } as const

export const bucketBehavior: BehaviorPlan = {
  pathPattern: '*',
  allowedMethods: ['GET', 'HEAD'],
  compress: true,
  origin: { kind: 'bucket', bucketName: 'site', listable: false },
  viewerRequestCode: undefined,
  viewerResponseCode: undefined,
  responseHeaders: [],
  removedHeaders: [],
  cors: undefined,
}

export const apiBehavior: BehaviorPlan = {
  ...bucketBehavior,
  allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
  compress: false,
  origin: {
    kind: 'http-api',
    forwarded: { headers: { kind: 'all-except', names: ['host'] }, cookies: everything, queryStrings: everything },
  },
}

export function route(routeKey: string, functionArn = 'arn:visitors', integrationTimeout = 5000): HttpRoutePlan {
  return { routeKey, functionArn, integrationTimeout }
}

type Served = Partial<
  Pick<
    SiteOptions,
    'fetchObject' | 'hosts' | 'isOpen' | 'invoke' | 'send' | 'port' | 'now' | 'readViewer' | 'accessLog'
  >
> & {
  readonly distribution?: Partial<DistributionPlan>
  readonly routes?: readonly HttpRoutePlan[]
}

/** Keeps expected errors out of the test's log. */
export function expectErrors(): void {
  const spy = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  onTestFinished(() => spy.mockRestore())
}

/** Starts a site and stops it after the test. */
export async function serve({ distribution, routes = [], ...options }: Served) {
  const site = await startSite({
    plan: planOf({ defaultRootObject: '', behaviors: [bucketBehavior], errorResponses: [], ...distribution }, routes),
    port: 0,
    fetchObject: () => Promise.reject(new Error('no bucket')),
    invoke: () => Promise.reject(new Error('no function')),
    send: () => Promise.reject(new Error('no queue')),
    ...options,
  })
  onTestFinished(() => site.close())
  return { ...site, ask: (path: string, options: RequestOptions = {}) => ask(site.url, path, options) }
}

export function planOf(distribution: DistributionPlan | undefined, httpRoutes: readonly HttpRoutePlan[]): StackPlan {
  return {
    stackName: 'Demo',
    stackId,
    deployment,
    region: 'us-east-1',
    account: '000000000000',
    buckets: [],
    tables: [],
    queues: [],
    topics: [],
    subscriptions: [],
    functions: [],
    eventSources: [],
    streamSources: [],
    schedules: [],
    eventBuses: [],
    rules: [],
    httpRoutes,
    distribution,
    configurationSets: [],
    ruleSets: [],
    receiptRules: [],
    managedPolicies: [],
    logGroups: [],
    identities: [],
    outputs: {},
  }
}

type RequestOptions = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string | string[]>>
  readonly body?: string | Buffer
}
export type Answer = {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  readonly text: string
}

/** Sends one request unchanged. `fetch` would normalize the path, request compression and decompress. */
function ask(url: string, path: string, { method = 'GET', headers = {}, body }: RequestOptions): Promise<Answer> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ hostname, port, path, method, headers, agent: false }, async (incoming) => {
      const bytes = await buffer(incoming)
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, bytes, text: bytes.toString('utf8') })
    })
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}
