import type { AwsError } from '../aws-service.ts'
import { type SignableRequest, splitTarget } from './canonical-request.ts'
import { basicIso, type Form, inCredential, type Refusals } from './refusals.ts'
import type { Scope } from './signing-key.ts'

/** A signature as a client sent it. Nothing about it is verified. */
export type Signature = Scope & {
  readonly form: Form
  readonly accessKeyId: string
  readonly signedHeaders: readonly string[]
  /** Hexadecimal. */
  readonly signature: string
  /** When the request was signed, as it enters the signature: `20300101T120000Z`. */
  readonly timestamp: string
  readonly time: Date
  /** Seconds for which a presigned URL is valid. */
  readonly expires: number | undefined
  readonly token: string | undefined
  /** Hash of the body, or a word in its place; undefined if the request contains neither. */
  readonly payloadHash: string | undefined
}

/** Reads the signature of a request. Returns undefined if it has none. @throws {AwsError} one of `refusals` */
export function readSignature(request: SignableRequest, refusals: Refusals): Signature | undefined {
  const query = new URLSearchParams(splitTarget(request.target)[1])
  const authorization = request.headers.authorization?.[0]
  const isPresigned = [...query.keys()].some((name) => queryNames.has(name))
  if (authorization !== undefined && isPresigned) throw refusals.signedTwice()
  if (authorization !== undefined) return readHeader(authorization, request, refusals)
  if (!isPresigned) return undefined
  if (query.has('Signature') || query.has('AWSAccessKeyId')) throw refusals.algorithm('AWS', 'query')
  return readQuery(query, request, refusals)
}

/** Parameters of presigned URLs, in versions 4 and 2. */
const queryNames = new Set(['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature', 'AWSAccessKeyId', 'Signature'])
const algorithm = 'AWS4-HMAC-SHA256'

function readHeader(authorization: string, { headers }: SignableRequest, refusals: Refusals): Signature {
  const [, name = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(authorization) ?? []
  if (name !== algorithm) throw refusals.algorithm(name, 'header')
  const components = new Map(rest.split(',').map(splitComponent))
  const component = (part: string): string => {
    const value = components.get(part)
    if (!value) throw refusals.malformed(`missing ${part}.`, 'header')
    return value
  }
  const { accessKeyId, ...scope } = readCredential(component('Credential'), 'header', refusals)
  const timestamp = readTimestamp(headers['x-amz-date']?.[0], headers.date?.[0])
  const time = timestamp && parseTimestamp(timestamp)
  if (!time) throw refusals.time()
  if (!timestamp.startsWith(scope.date)) {
    throw refusals.malformed('Invalid credential date. Date is not the same as X-Amz-Date.', 'header')
  }
  return {
    ...{ form: 'header', accessKeyId, ...scope, timestamp, time, expires: undefined },
    signedHeaders: component('SignedHeaders').split(';'),
    signature: component('Signature'),
    token: headers['x-amz-security-token']?.[0],
    payloadHash: headers['x-amz-content-sha256']?.[0],
  }
}

function splitComponent(text: string): readonly [string, string] {
  const at = text.indexOf('=')
  return [text.slice(0, Math.max(at, 0)).trim(), text.slice(at + 1).trim()]
}

function readQuery(query: URLSearchParams, { headers }: SignableRequest, refusals: Refusals): Signature {
  const parameter = (name: string): string => {
    const value = query.get(`X-Amz-${name}`)
    if (!value) throw refusals.malformed(allParameters, 'query')
    return value
  }
  if (parameter('Algorithm') !== algorithm) throw refusals.algorithm(parameter('Algorithm'), 'query')
  const { accessKeyId, ...scope } = readCredential(parameter('Credential'), 'query', refusals)
  const timestamp = parameter('Date')
  const time = parseTimestamp(timestamp)
  if (!time) throw refusals.malformed(`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`, 'query')
  if (!timestamp.startsWith(scope.date)) {
    const problem = `Invalid credential date "${scope.date}". This date is not the same as X-Amz-Date: "${timestamp.slice(0, 8)}".`
    throw refusals.malformed(problem, 'query')
  }
  return {
    ...{ form: 'query', accessKeyId, ...scope, timestamp, time, expires: readExpires(parameter('Expires'), refusals) },
    signedHeaders: parameter('SignedHeaders').split(';'),
    signature: parameter('Signature'),
    token: query.get('X-Amz-Security-Token') ?? headers['x-amz-security-token']?.[0],
    payloadHash: headers['x-amz-content-sha256']?.[0] ?? query.get('X-Amz-Content-Sha256') ?? undefined,
  }
}

const allParameters =
  'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.'

function readCredential(text: string, form: Form, refusals: Refusals): Credential {
  return splitCredential(text, (problem) => refusals.malformed(inCredential(problem, form), form))
}

type Credential = Scope & { readonly accessKeyId: string }

/** Splits `<access key>/<date>/<region>/<service>/aws4_request`. @param malformed makes the error for a problem */
export function splitCredential(text: string, malformed: (problem: string) => AwsError): Credential {
  const [accessKeyId, date, region, service, terminal, ...rest] = text.split('/')
  if (!accessKeyId || !date || !region || !service || terminal === undefined || rest.length > 0) {
    throw malformed('the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".')
  }
  if (!/^\d{8}$/.test(date)) {
    throw malformed(`incorrect date format "${date}". This date in the credential must be in the format "yyyyMMdd".`)
  }
  if (terminal !== 'aws4_request') {
    throw malformed(`incorrect terminal "${terminal}". This endpoint uses "aws4_request".`)
  }
  return { accessKeyId, date, region, service }
}

/** Returns the time of a request as it enters the signature. Clients may send it as an HTTP date. */
function readTimestamp(amzDate: string | undefined, date: string | undefined): string | undefined {
  if (amzDate !== undefined || date === undefined || parseTimestamp(date)) return amzDate ?? date
  const time = new Date(date)
  return Number.isNaN(time.getTime()) ? undefined : basicIso(time)
}

function parseTimestamp(text: string): Date | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? []
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(time.getTime()) ? undefined : time
}

const weekInSeconds = 7 * 24 * 60 * 60

function readExpires(text: string, refusals: Refusals): number {
  const problem = !/^[+-]?\d+$/.test(text)
    ? 'X-Amz-Expires should be a number'
    : Number(text) < 0
      ? 'X-Amz-Expires must be non-negative'
      : Number(text) > weekInSeconds
        ? `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${weekInSeconds} seconds`
        : undefined
  if (problem !== undefined) throw refusals.malformed(problem, 'query')
  return Number(text)
}
