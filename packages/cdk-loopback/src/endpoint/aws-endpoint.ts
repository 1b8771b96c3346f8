import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createHttpServer } from '../host/http-server.ts'
import { listen, type ReservedPort } from '../host/port.ts'
import { hostName, isFromOtherPage, namesLoopback } from '../host/requesting-page.ts'
import { type Authenticate, createAuthentication } from './authentication.ts'
import { type AwsCall, AwsError, type AwsRequest, type AwsResponse, type AwsService } from './aws-service.ts'
import { isFormUpload } from './form-upload.ts'
import type { Identities } from './identities.ts'
import { type OnCall, observe } from './observation.ts'
import { errorResponse, isForm } from './query-protocol.ts'
import { refusalsOf } from './signature/refusals.ts'

export type ServiceName =
  | 's3'
  | 'dynamodb'
  | 'sqs'
  | 'sns'
  | 'ses'
  | 'events'
  | 'lambda'
  | 'cloudformation'
  | 'monitoring'
  | 'logs'
  | 'scheduler'
  | 'sts'
  | 'cdk-loopback'
export type Services = Readonly<Partial<Record<ServiceName, AwsService>>>

/** Runs between a request and its service: authorization, injected faults, recording. */
export type Interceptor = (
  context: {
    readonly service: ServiceName
    readonly call: AwsCall
    /** Who signed the request: the logical id of a function, or `operator`. */
    readonly caller: string | undefined
  },
  next: () => Promise<AwsResponse>,
) => Promise<AwsResponse>

export type AwsEndpoint = { readonly url: string; close(): Promise<void> }

export type EndpointOptions = {
  /** Who may call, with the secrets that requests are signed with. */
  readonly identities: Identities
  /** Default: `us-east-1`. */
  readonly region?: string
  readonly port?: number | ReservedPort
  readonly interceptor?: Interceptor
  /** Receives each authenticated call of an operation that the endpoint knows. */
  readonly onCall?: OnCall | undefined
  readonly now?: () => Date
  /** Explains an error of a service's storage. Undefined: it is another error. */
  readonly explain?: (error: unknown, service: ServiceName) => AwsError | undefined
}

/**
 * Serves every embedded AWS service at one loopback address, as the SDK's `endpoint` setting expects. Port 0 takes any
 * free port. The Date header comes from `now`: after a refusal dated far from its own clock, an SDK suspects clock skew
 * and retries until its retry quota is used up.
 */
export async function startAwsEndpoint(services: Services, options: EndpointOptions): Promise<AwsEndpoint> {
  const { interceptor = (_context, next) => next(), now = () => new Date(), region = 'us-east-1' } = options
  const authenticate = createAuthentication({ identities: options.identities, region, now })
  const server = createHttpServer((incoming, outgoing) => {
    outgoing.setHeader('date', now().toUTCString())
    answer({ ...options, services, authenticate, interceptor }, incoming)
      .then((response) => write(outgoing, response, incoming.method === 'HEAD'))
      .catch(() => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(500).end()))
      // The rest of a body that was refused has to pass before the connection can carry another request.
      .finally(() => incoming.resume())
  })
  // A client that ends its side after the request still gets the answer. Node has this setting, but does not document it.
  Object.assign(server, { httpAllowHalfOpen: true })
  await listen(server, options.port ?? 0)
  const { port } = server.address() as AddressInfo // a TCP server's address is always an AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Steps = Pick<EndpointOptions, 'onCall' | 'explain'> & {
  readonly services: Services
  readonly authenticate: Authenticate
  readonly interceptor: Interceptor
}

async function answer(steps: Steps, incoming: IncomingMessage): Promise<AwsResponse> {
  const { services, authenticate } = steps
  const unverified = readRequest(incoming)
  const name = readServiceName(unverified)
  const refusal = refuseOtherPages(unverified)
  if (name === undefined) return refusal ? bareError(unverified, refusal) : missingSignature(unverified)
  const service = isServed(services, name) && services[name]
  if (!service) return unknownService(unverified, name)
  try {
    if (refusal) throw refusal
    const request = await authenticate(unverified, incoming.headersDistinct, name)
    return await serve(service, name, request, steps)
  } catch (error) {
    const explained = error instanceof AwsError ? error : steps.explain?.(error, name)
    if (explained) return service.error(unverified, explained)
    console.error(`${name}: ${unverified.method} ${unverified.url.pathname}`, error)
    return service.error(unverified, new AwsError('InternalError', 500, String(error)))
  }
}

async function serve(
  service: AwsService,
  name: ServiceName,
  request: AwsRequest,
  { interceptor, onCall }: Steps,
): Promise<AwsResponse> {
  try {
    const call = await service.describe(request)
    const respond = () => interceptor({ service: name, call, caller: request.caller }, () => service.handle(request))
    return await (onCall ? observe({ service: name, request, call }, onCall, respond) : respond())
  } finally {
    request.form?.file.resume() // a client that still sends the file would not read the answer
  }
}

function isServed(services: Services, name: string): name is ServiceName {
  return Object.hasOwn(services, name)
}

/** Other services whose clients read XML. */
const xmlServices = new Set(['cloudfront', 'route53', 's3express', 's3-object-lambda', 's3-outposts'])

function unknownService(request: AwsRequest, name: string): AwsResponse {
  const error = new AwsError('NotImplemented', 501, `This endpoint does not serve ${name}.`)
  return xmlServices.has(name) ? errorResponse('sts', error) : bareError(request, error)
}

/**
 * Refuses what a page of another origin sends, before any signature is read. Presigned URLs and forms are allowed from
 * everywhere, as by S3: their signature shows that the operator gave them away.
 */
function refuseOtherPages(request: AwsRequest): AwsError | undefined {
  const { host } = request.headers
  // Nobody but AWS can let a name of AWS resolve to this machine. Some clients sign requests to a bucket's host.
  if (!namesLoopback(host) && !hostName(host).endsWith('.amazonaws.com')) {
    return new AwsError('MisdirectedRequest', 421, 'This endpoint is reached as 127.0.0.1 or localhost only.')
  }
  if (request.url.searchParams.has('X-Amz-Signature') || isFormUpload(request)) return undefined
  if (!isFromOtherPage(request.headers)) return undefined
  return new AwsError('AccessDenied', 403, 'This endpoint refuses requests from pages of other origins.')
}

/** Refuses an unsigned request. Only a signature names the service, unless the request looks like one to S3. */
function missingSignature(request: AwsRequest): AwsResponse {
  const refusals = isForm(request) ? refusalsOf('query', 403) : refusalsOf('json', 400)
  return bareError(request, refusals.unsigned())
}

/** Renders an error of no particular service: as XML for clients of query services, and as JSON for others. */
function bareError(request: AwsRequest, error: AwsError): AwsResponse {
  if (isForm(request)) return errorResponse('sts', error)
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
      whole ??= readBody(incoming)
      return whole
    },
  }
}

/** Bytes. Mails are the largest requests that are read as a whole: SES takes 40 MB, in base64. */
const largestBody = 64 * 1024 ** 2

/** Reads by events: an iterator of the stream takes several times as long for a body of one chunk. */
function readBody(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const hangUp = () => reject(new Error('The client closed the connection.'))
    if (incoming.destroyed) hangUp()
    const chunks: Buffer[] = []
    let size = 0
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= largestBody) chunks.push(chunk)
      else reject(new AwsError('RequestEntityTooLarge', 413, `The body exceeds ${largestBody} bytes.`))
    })
    incoming.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    incoming.once('error', reject)
    incoming.once('close', () => incoming.readableEnded || hangUp())
  })
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
  monitoring: 'monitoring',
  logs: 'logs',
  scheduler: 'scheduler',
  sts: 'sts',
  'cdk-loopback': 'cdk-loopback',
}

/**
 * Reads the service from the credential scope `<key>/<date>/<region>/<service>/aws4_request`. Without one, a request is
 * for S3, or undefined if it looks like one to another service.
 */
function readServiceName(request: AwsRequest): string | undefined {
  const credential =
    /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1] ??
    request.url.searchParams.get('X-Amz-Credential')
  const parts = credential?.split('/') ?? []
  const scope = parts.at(-1) === 'aws4_request' ? parts.at(-2) : parts[3] // version 4A has no region
  if (scope) return scopeNames[scope] ?? scope
  return request.headers['x-amz-target'] === undefined && !isForm(request) ? 's3' : undefined
}

async function write(outgoing: ServerResponse, response: AwsResponse, headOnly: boolean): Promise<void> {
  const { status, headers, body } = response
  if (headOnly || body === undefined) outgoing.writeHead(status, headers).end()
  else if (body instanceof Readable) await pipeline(body, outgoing.writeHead(status, headers))
  // With its length, Node writes head and body at once. Otherwise, it would write chunks.
  else outgoing.writeHead(status, { 'content-length': String(Buffer.byteLength(body)), ...headers }).end(body)
}
