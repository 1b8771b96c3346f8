import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createHttpServer } from '../host/http-server.ts'
import { listen, type ReservedPort, urlOf } from '../host/port.ts'
import { hostName, isAddress, namesLoopback } from '../host/requesting-page.ts'
import { createViewerReader, type ReadViewer, type Viewer } from '../host/viewer-address.ts'
import type { StackPlan } from '../template/stack-plan.ts'
import type { AccessLog, LoggedRequest } from './access-log.ts'
import type { FetchObject } from './bucket-origin.ts'
import { createDistribution } from './distribution.ts'
import type { SiteResponse, ViewerRequest } from './exchange.ts'
import type { HttpApiTargets } from './http-api.ts'

export type SiteOptions = HttpApiTargets & {
  readonly plan: StackPlan
  /** 0 takes any free port. */
  readonly port: number | ReservedPort
  /** Reads the site's bucket with CloudFront's rights. Answers S3's own status and headers, errors included. */
  readonly fetchObject: FetchObject
  readonly now?: () => Date
  /** Names besides localhost under which the site is reached, as in a Host header without its port. */
  readonly hosts?: readonly string[]
  /** Whether other machines can connect: the site then answers to every address, too. */
  readonly isOpen?: boolean
  /** Default: who connects, without trusted proxies. */
  readonly readViewer?: ReadViewer
  /** Receives each answered request. */
  readonly accessLog?: Pick<AccessLog, 'add'> | undefined
}
export type SiteServer = { readonly url: string; close(): Promise<void> }

/** Milliseconds without a byte after which a connection is closed. Functions of a route answer within 30 s. */
const longestStall = 120_000

/** Serves the stack's distribution. */
export async function startSite(options: SiteOptions): Promise<SiteServer> {
  const { plan, port, fetchObject, invoke, send, accessLog, hosts = [], isOpen = false } = options
  const { now = () => new Date(), readViewer = createViewerReader([]) } = options
  if (!plan.distribution) throw new Error(`The stack ${plan.stackName} has no CloudFront distribution to serve.`)
  const serve = createDistribution(plan.distribution, { routes: plan.httpRoutes, fetchObject, invoke, send, now })
  const isOwn = (host: string | undefined) =>
    namesLoopback(host) || hosts.includes(hostName(host)) || (isOpen && isAddress(host))
  const serveViewer = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const viewer = readViewer(incoming.socket.remoteAddress ?? '', incoming.headersDistinct['x-forwarded-for']?.join())
    const exchange = { incoming, outgoing, viewer }
    answer(isOwn(incoming.headers.host) ? serve : refuseHost, exchange)
      .catch((error: unknown) => fail(outgoing, error))
      .finally(() => accessLog?.add(describeRequest(exchange)))
  }
  const server = createHttpServer(serveViewer, { stalledMs: longestStall })
  await listen(server, port)
  const address = server.address() as AddressInfo // a TCP server's address is always an AddressInfo
  return {
    url: urlOf(address.address, address.port),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** A request with its answer. */
type Exchange = { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse; readonly viewer: Viewer }

/**
 * Refuses a name that is not the site's, as CloudFront does. Otherwise, a page whose name resolves to this machine could
 * read a site that is not public yet. Requests from pages of other origins are allowed, because they reach a deployed
 * site, too: other sites may embed it, and the functions decide which forms they accept from elsewhere.
 */
async function refuseHost(): Promise<SiteResponse> {
  const body = 'This site is not served under this name.\n'
  return { status: 421, headers: { 'content-type': 'text/plain; charset=utf-8' }, body }
}

async function answer(
  serve: (request: ViewerRequest) => Promise<SiteResponse>,
  { incoming, outgoing, viewer }: Exchange,
): Promise<void> {
  const request = readRequest(incoming, viewer)
  const response = request ? await serve(request) : { status: 400, headers: {}, body: 'Bad Request\n' }
  outgoing.writeHead(response.status, response.headers)
  const { body = '' } = response
  if (incoming.method === 'HEAD' || response.status === 304) {
    if (body instanceof Readable) body.destroy()
    outgoing.end()
  } else if (body instanceof Readable) await pipeline(body, outgoing)
  else outgoing.end(body)
}

function describeRequest({ incoming, outgoing, viewer }: Exchange): LoggedRequest {
  const [path = '', ...query] = (incoming.url ?? '').split('?')
  const { host = '', referer = '', 'user-agent': agent = '' } = incoming.headers
  return {
    ...{ method: incoming.method ?? 'GET', path, query: query.join('?'), status: outgoing.statusCode },
    address: viewer.address,
    headers: { host, referer, 'user-agent': agent },
    type: String(outgoing.getHeader('content-type') ?? ''),
  }
}

/** Returns undefined if the target is not a path: `OPTIONS *`, or a proxy's absolute form. */
function readRequest(incoming: IncomingMessage, { address, forwardedFor }: Viewer): ViewerRequest | undefined {
  const [path = '', ...query] = (incoming.url ?? '').split('?')
  if (!path.startsWith('/')) return undefined
  const sent = { ...incoming.headersDistinct, 'x-forwarded-for': forwardedFor === undefined ? [] : [forwardedFor] }
  const headers = Object.entries(sent).flatMap(([name, values = []]) =>
    values.length === 0 ? [] : [[name, values.join(name === 'cookie' ? '; ' : ',')]],
  )
  return {
    method: incoming.method ?? 'GET',
    path,
    query: query.join('?'),
    headers: Object.fromEntries(headers),
    viewer: { address, port: incoming.socket.remotePort ?? 0 },
    body: (limit) => readBody(incoming, limit),
  }
}

/** Reads to the end even past the limit, because a client that is still sending would not see the answer. */
async function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.length
    if (size <= limit) chunks.push(chunk)
  }
  return size <= limit ? Buffer.concat(chunks) : undefined
}

function fail(outgoing: ServerResponse, error: unknown): void {
  if (outgoing.destroyed || outgoing.writableEnded) return
  if (outgoing.headersSent) {
    outgoing.destroy()
    return
  }
  console.error('The site could not answer:', error)
  outgoing.writeHead(500, { 'content-type': 'text/plain' })
  outgoing.end('Internal Server Error\n')
}
