import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { type AwsCall, AwsError, type AwsRequest, type AwsResponse, type AwsService } from './aws-service.ts'
import { errorResponse } from './query-protocol.ts'

export type ServiceName = 's3' | 'dynamodb' | 'sqs' | 'sns' | 'ses' | 'events' | 'lambda' | 'cloudformation'
export type Services = Readonly<Partial<Record<ServiceName, AwsService>>>

/** Runs between a request and its service: authorization, injected faults, recording. */
export type Interceptor = (
  context: { readonly service: ServiceName; readonly call: AwsCall; readonly accessKey: string | undefined },
  next: () => Promise<AwsResponse>,
) => Promise<AwsResponse>

export type AwsEndpoint = { readonly url: string; close(): Promise<void> }

/**
 * Serves every embedded AWS service at one loopback address, as the SDK's `endpoint` setting expects. Port 0 takes any
 * free port. The Date header comes from `now`: after a refusal dated far from its own clock, an SDK suspects clock skew
 * and retries until its retry quota is used up.
 */
export async function startAwsEndpoint(
  services: Services,
  options: { readonly port?: number; readonly interceptor?: Interceptor; readonly now?: () => Date } = {},
): Promise<AwsEndpoint> {
  const { interceptor = (_context, next) => next(), now = () => new Date() } = options
  const server = createServer((incoming, outgoing) => {
    outgoing.setHeader('date', now().toUTCString())
    answer(services, interceptor, incoming)
      .then((response) => write(outgoing, response, incoming.method === 'HEAD'))
      .catch(() => outgoing.destroy())
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo // a TCP server's address is always an AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(services: Services, interceptor: Interceptor, incoming: IncomingMessage): Promise<AwsResponse> {
  const request = readRequest(incoming)
  const { accessKey, service: name } = readCredential(request)
  const service = isServed(services, name) && services[name]
  if (!service) return unknownService(request, name)
  try {
    const call = await service.describe(request)
    return await interceptor({ service: name, call, accessKey }, () => service.handle(request))
  } catch (error) {
    if (error instanceof AwsError) return service.error(request, error)
    console.error(`${name}: ${request.method} ${request.url.pathname}`, error)
    return service.error(request, new AwsError('InternalError', 500, String(error)))
  }
}

function isServed(services: Services, name: string): name is ServiceName {
  return Object.hasOwn(services, name)
}

/** Renders an error as XML for clients of query services, and as JSON with a header for others. */
function unknownService({ headers }: AwsRequest, name: string): AwsResponse {
  const error = new AwsError('NotImplemented', 501, `This endpoint does not serve ${name}.`)
  if (/x-www-form-urlencoded/.test(headers['content-type'] ?? '')) return errorResponse('sts', error)
  const body = JSON.stringify({ __type: error.code, message: error.message })
  return { status: error.status, headers: { 'content-type': 'application/json', 'x-amzn-errortype': error.code }, body }
}

function readRequest(incoming: IncomingMessage): AwsRequest {
  let whole: Promise<Buffer> | undefined
  const target = incoming.url ?? '/'
  return {
    method: incoming.method ?? 'GET',
    url: new URL(`http://127.0.0.1${target}`),
    target,
    headers: incoming.headers,
    stream: incoming,
    bytes: () => {
      whole ??= buffer(incoming)
      return whole
    },
  }
}

const scopeNames: Readonly<Record<string, ServiceName>> = {
  s3: 's3',
  dynamodb: 'dynamodb',
  sqs: 'sqs',
  sns: 'sns',
  ses: 'ses',
  email: 'ses',
  events: 'events',
  lambda: 'lambda',
  cloudformation: 'cloudformation',
}

/** Reads the caller and the service from the SigV4 credential scope `<key>/<date>/<region>/<service>/aws4_request`. */
function readCredential(request: AwsRequest): { accessKey: string | undefined; service: string } {
  const credential =
    /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1] ??
    request.url.searchParams.get('X-Amz-Credential')
  const [accessKey, , , scope = ''] = credential?.split('/') ?? []
  return { accessKey, service: scopeNames[scope] ?? (scope || 's3') }
}

async function write(outgoing: ServerResponse, response: AwsResponse, headOnly: boolean): Promise<void> {
  outgoing.writeHead(response.status, response.headers)
  if (headOnly || response.body === undefined) outgoing.end()
  else if (response.body instanceof Readable) await pipeline(response.body, outgoing)
  else outgoing.end(response.body)
}
