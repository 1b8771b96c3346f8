import { AwsError } from '../aws-service.ts'

/** Where a signature is: in the Authorization header, or in the query of a presigned URL. */
export type Form = 'header' | 'query'

/** A request's time and the server's, when they are too far apart. */
export type Skew = { readonly timestamp: string; readonly time: Date; readonly now: Date }

/** What a service answers to a request that it cannot authenticate. */
export type Refusals = {
  unsigned(): AwsError
  /** The request is signed in its header and in its query. */
  signedTwice(): AwsError
  /** @param algorithm as sent: `AWS` for Signature Version 2 */
  algorithm(algorithm: string, form: Form): AwsError
  /** @param problem `missing Signature.` */
  malformed(problem: string, form: Form): AwsError
  /** The credential is for another region. */
  region(region: string, expected: string, form: Form): AwsError
  /** The header's time is missing or cannot be parsed. */
  time(): AwsError
  unknownKey(accessKeyId: string): AwsError
  token(): AwsError
  /** @param names headers that the signature must cover */
  headersNotSigned(names: readonly string[]): AwsError
  skewed(skew: Skew): AwsError
  mismatch(request: {
    readonly accessKeyId: string
    readonly canonical: string
    readonly stringToSign: string
  }): AwsError
}

export const s3Refusals: Refusals = {
  unsigned: () => new AwsError('AccessDenied', 403, 'Access Denied'),
  signedTwice: () => {
    const message =
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified'
    return new AwsError('InvalidArgument', 400, message, { ArgumentName: 'Authorization' })
  },
  algorithm: (algorithm, form) => {
    if (algorithm === 'AWS') {
      const message = 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.'
      return new AwsError('InvalidRequest', 400, message)
    }
    if (form === 'query') return queryError('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"')
    const details = { ArgumentName: 'Authorization', ArgumentValue: algorithm }
    return new AwsError('InvalidArgument', 400, 'Unsupported Authorization Type', details)
  },
  malformed: (problem, form) => (form === 'query' ? queryError(problem) : headerError(problem)),
  region: (region, expected, form) => {
    const problem = inCredential(`the region '${region}' is wrong; expecting '${expected}'`, form)
    return (form === 'query' ? queryError : headerError)(problem, { Region: expected })
  },
  time: () => new AwsError('AccessDenied', 403, 'AWS authentication requires a valid Date or x-amz-date header'),
  unknownKey: (accessKeyId) => {
    const message = 'The AWS Access Key Id you provided does not exist in our records.'
    return new AwsError('InvalidAccessKeyId', 403, message, { AWSAccessKeyId: accessKeyId })
  },
  token: () => new AwsError('InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'),
  headersNotSigned: (names) => {
    const message = 'There were headers present in the request which were not signed'
    return new AwsError('AccessDenied', 403, message, { HeadersNotSigned: names.join(', ') })
  },
  skewed: ({ timestamp, now }) => {
    const message = 'The difference between the request time and the current time is too large.'
    return new AwsError('RequestTimeTooSkewed', 403, message, {
      RequestTime: timestamp,
      ServerTime: now.toISOString(),
      MaxAllowedSkewMilliseconds: s3Skew,
    })
  },
  mismatch: ({ accessKeyId, canonical, stringToSign }) => {
    const message =
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.'
    return new AwsError('SignatureDoesNotMatch', 403, message, {
      AWSAccessKeyId: accessKeyId,
      StringToSign: stringToSign,
      CanonicalRequest: canonical,
    })
  },
}

/** Milliseconds that a request's time may differ from the server's. */
export const s3Skew = 15 * 60_000
export const otherSkew = 5 * 60_000

function headerError(problem: string, details: Readonly<Record<string, string>> = {}): AwsError {
  return new AwsError('AuthorizationHeaderMalformed', 400, `The authorization header is malformed; ${problem}`, details)
}

function queryError(message: string, details: Readonly<Record<string, string>> = {}): AwsError {
  return new AwsError('AuthorizationQueryParametersError', 400, message, details)
}

/** Says where a presigned URL has a problem. */
export function inCredential(problem: string, form: Form): string {
  return form === 'query' ? `Error parsing the X-Amz-Credential parameter; ${problem}` : problem
}

/** Error codes of a protocol. */
const codes = {
  json: {
    missing: 'MissingAuthenticationTokenException',
    incomplete: 'IncompleteSignatureException',
    unknown: 'UnrecognizedClientException',
    mismatch: 'InvalidSignatureException',
  },
  query: {
    missing: 'MissingAuthenticationToken',
    incomplete: 'IncompleteSignature',
    unknown: 'InvalidClientTokenId',
    mismatch: 'SignatureDoesNotMatch',
  },
} as const

/** Returns the refusals of services besides S3. `status` is the HTTP status of well-formed requests. */
export function refusalsOf(protocol: 'json' | 'query', status: number): Refusals {
  const { missing, incomplete, unknown, mismatch } = codes[protocol]
  const unknownClient = () => new AwsError(unknown, status, 'The security token included in the request is invalid.')
  return {
    unsigned: () => new AwsError(missing, status, 'Request is missing Authentication Token'),
    signedTwice: () => new AwsError(incomplete, 400, 'The request is signed in its header and in its query.'),
    algorithm: (algorithm) => new AwsError(incomplete, 400, `Unsupported AWS 'algorithm': '${algorithm}'.`),
    malformed: (problem) => new AwsError(incomplete, 400, `The signature is incomplete: ${problem}`),
    region: () => new AwsError(mismatch, status, 'Credential should be scoped to a valid region.'),
    time: () => {
      const message = "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
      return new AwsError(incomplete, 400, message)
    },
    unknownKey: unknownClient,
    token: unknownClient,
    headersNotSigned: () => {
      const message = "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
      return new AwsError(mismatch, status, message)
    },
    skewed: (skew) => new AwsError(mismatch, status, describeSkew(skew)),
    mismatch: () => {
      const message =
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'
      return new AwsError(mismatch, status, message)
    },
  }
}

function describeSkew({ timestamp, time, now }: Skew): string {
  const minutes = `${otherSkew / 60_000} min.`
  const shifted = (milliseconds: number) => basicIso(new Date(now.getTime() + milliseconds))
  if (time < now) {
    return `Signature expired: ${timestamp} is now earlier than ${shifted(-otherSkew)} (${basicIso(now)} - ${minutes})`
  }
  return `Signature not yet current: ${timestamp} is still later than ${shifted(otherSkew)} (${basicIso(now)} + ${minutes})`
}

/** Formats a time as signatures do: `20300101T120000Z`. */
export function basicIso(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d{3}/g, '')
}
