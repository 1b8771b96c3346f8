import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Clock } from '../clock.ts'
import type { AwsService } from '../endpoint/aws-service.ts'
import { internalRequest } from '../endpoint/internal-request.ts'
import type { DistributionPlan } from '../template/distribution/distribution-plan.ts'

/** A request that the site has answered. */
export type LoggedRequest = {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly address: string
  readonly headers: Readonly<Record<string, string>>
  readonly status: number
  readonly type: string
}

export type AccessLog = {
  add(request: LoggedRequest): void
  /** Puts the requests so far into the bucket. Never throws. */
  flush(): Promise<void>
}

export type AccessLogOptions = {
  readonly logging: NonNullable<DistributionPlan['logging']>
  readonly s3: Pick<AwsService, 'handle'>
  readonly clock: Pick<Clock, 'now' | 'onMove'>
  readonly log: (line: string) => void
}

/** The columns of CloudFront's standard logs up to the agent and the query; the site knows nothing of the later ones. */
const fields = [
  ...['date', 'time', 'x-edge-location', 'sc-bytes', 'c-ip', 'cs-method', 'cs(Host)', 'cs-uri-stem', 'sc-status'],
  ...['cs(Referer)', 'cs(User-Agent)', 'cs-uri-query', 'cs(Cookie)', 'x-edge-result-type', 'x-edge-request-id'],
  ...['x-host-header', 'cs-protocol', 'cs-bytes', 'time-taken', 'x-forwarded-for', 'ssl-protocol', 'ssl-cipher'],
  ...['x-edge-response-result-type', 'cs-protocol-version', 'fle-status', 'fle-encrypted-fields', 'c-port'],
  ...[
    'time-to-first-byte',
    'x-edge-detailed-result-type',
    'sc-content-type',
    'sc-content-len',
    'sc-range-start',
    'sc-range-end',
  ],
]
const head = `#Version: 1.0\n#Fields: ${fields.join(' ')}\n`

/** Milliseconds until a file is put into the bucket. CloudFront takes minutes to hours. */
const deliveryDelay = 60_000
/** Requests of a file. */
const largestFile = 10_000

/** Logs the requests to a distribution in the format of CloudFront's standard logs. */
export function openAccessLog({ logging, s3, clock, log }: AccessLogOptions): AccessLog {
  let lines: string[] = []
  let hour = ''
  let timer: NodeJS.Timeout | undefined

  const flush = async () => {
    clearTimeout(timer)
    timer = undefined
    const written = lines
    lines = []
    if (written.length === 0) return
    const name = `${logging.prefix}${logging.id}.${hour}.${randomBytes(4).toString('hex')}.gz`
    const target = `/${logging.bucketName}/${name.split('/').map(encodeURIComponent).join('/')}`
    const body = gzipSync(head + written.join(''))
    const headers = { 'content-length': String(body.length), 'content-type': 'application/x-gzip' }
    try {
      await s3.handle(internalRequest('PUT', target, headers, body))
    } catch (error) {
      log(`An access log of ${written.length} requests is lost: ${error}`)
    }
  }
  // What was requested before a move belongs to the time before.
  clock.onMove(() => void flush())
  return {
    flush,
    add: (request) => {
      const now = clock.now().toISOString()
      const current = now.slice(0, 13).replace('T', '-')
      if (current !== hour || lines.length >= largestFile) void flush()
      hour = current
      lines.push(formatRequest(request, now))
      timer ??= setTimeout(() => void flush(), deliveryDelay).unref()
    },
  }
}

function formatRequest(request: LoggedRequest, now: string): string {
  const { host = '-', referer = '', 'user-agent': agent = '' } = request.headers
  const known: Readonly<Record<string, string>> = {
    ...{ date: now.slice(0, 10), time: now.slice(11, 19), 'x-edge-location': 'LOCAL', 'c-ip': request.address },
    ...{ 'cs-method': request.method, 'cs(Host)': host, 'x-host-header': host, 'cs-uri-stem': encode(request.path) },
    ...{
      'sc-status': String(request.status),
      'cs(Referer)': encodeHeader(referer),
      'cs(User-Agent)': encodeHeader(agent),
    },
    ...{ 'cs-uri-query': encode(request.query), 'cs-protocol': 'http', 'sc-content-type': encode(request.type) },
  }
  return `${fields.map((name) => known[name] || '-').join('\t')}\n`
}

/** CloudFront encodes all characters but visible ASCII. */
function encode(text: string): string {
  return text.replace(/[^!-~]/gu, (character) => encodeURIComponent(character.toWellFormed()))
}

function encodeHeader(text: string): string {
  return encode(text.replace(/["%]/g, encodeURIComponent))
}
