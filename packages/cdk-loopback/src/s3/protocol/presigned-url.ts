import { AwsError } from '../../endpoint/aws-service.ts'

const weekInSeconds = 7 * 24 * 60 * 60

/** Query parameters that authenticate a presigned URL, in signature version 4 and version 2 (`aws s3 presign`). */
const authenticationParameters = new Set([
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-signedheaders',
  'x-amz-signature',
  'x-amz-security-token',
  'awsaccesskeyid',
  'signature',
  'expires',
])

/** `name` in lower case. */
export function isAuthenticationParameter(name: string): boolean {
  return authenticationParameters.has(name)
}

/** Refuses an expired presigned URL. The signature itself is not checked. */
export function checkExpiry(parameters: URLSearchParams, now: Date): void {
  const expires = readExpiry(parameters)
  if (!expires || now <= expires) return
  const details = { Expires: expires.toISOString(), ServerTime: now.toISOString() }
  throw new AwsError('AccessDenied', 403, 'Request has expired', details)
}

function readExpiry(parameters: URLSearchParams): Date | undefined {
  if (parameters.has('X-Amz-Signature')) return readVersion4(parameters)
  if (parameters.has('Signature')) return new Date(Number(parameters.get('Expires')) * 1000)
  return undefined
}

function readVersion4(parameters: URLSearchParams): Date {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(parameters.get('X-Amz-Date') ?? '') ?? []
  const signed = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  const lifetime = Number(parameters.get('X-Amz-Expires') ?? Number.NaN)
  if (Number.isNaN(signed) || !(lifetime > 0 && lifetime <= weekInSeconds)) {
    const message =
      "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\", X-Amz-Expires between 1 and 604800 seconds."
    throw new AwsError('AuthorizationQueryParametersError', 400, message)
  }
  return new Date(signed + lifetime * 1000)
}
