import { AwsError } from '../../endpoint/aws-service.ts'
import { invalidArgument } from '../protocol/s3-error.ts'

type Headers = Readonly<Record<string, string>>

const kept = ['cache-control', 'content-disposition', 'content-language', 'expires', 'x-amz-website-redirect-location']
const metadataPrefix = 'x-amz-meta-'

/** Returns the headers of an upload that S3 stores and returns with the object. */
export function readObjectHeaders(headers: Headers): Record<string, string> {
  const stored: Record<string, string> = { 'content-type': headers['content-type'] || 'binary/octet-stream' }
  const encoding = contentEncoding(headers)
  if (encoding) stored['content-encoding'] = encoding
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(metadataPrefix) || (kept.includes(name) && value !== '')) stored[name] = value
  }
  for (const [name, value] of Object.entries(stored)) stored[name] = toHeaderValue(name, value)
  checkMetadataSize(stored)
  checkRedirect(stored['x-amz-website-redirect-location'])
  return stored
}

/** What a header may contain: tabs, and the printable characters of ISO 8859-1. */
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/

/**
 * Returns a value that a form or a URL sent as one that a header can return. Like S3, encodes metadata as RFC 2047 says.
 * @throws {AwsError} InvalidArgument for any other header
 */
function toHeaderValue(name: string, value: string): string {
  if (headerValue.test(value)) return value
  if (name.startsWith(metadataPrefix)) return `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`
  throw invalidArgument(name, value, 'Header value cannot be represented using ISO-8859-1.')
}

/** Returns the object's own encoding, without the transfer's `aws-chunked`. */
function contentEncoding(headers: Headers): string {
  const encodings = (headers['content-encoding'] ?? '').split(',').map((encoding) => encoding.trim())
  return encodings.filter((encoding) => encoding !== '' && encoding !== 'aws-chunked').join(',')
}

function checkMetadataSize(stored: Headers): void {
  const metadata = Object.entries(stored).filter(([name]) => name.startsWith(metadataPrefix))
  const size = metadata.reduce((sum, [name, value]) => sum + name.length - metadataPrefix.length + value.length, 0)
  if (size > 2048) {
    const message = 'Your metadata headers exceed the maximum allowed metadata size'
    throw new AwsError('MetadataTooLarge', 400, message, { Size: size, MaxSizeAllowed: 2048 })
  }
}

function checkRedirect(location: string | undefined): void {
  if (location === undefined || /^(\/|https?:\/\/)/.test(location)) return
  const message = "The website redirect location must have a prefix of 'http://' or 'https://' or '/'."
  throw new AwsError('InvalidRedirectLocation', 400, message)
}

/** The headers that describe an object's content. */
export const contentHeaders: readonly string[] = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
]

export const overrideParameters = contentHeaders.map((name) => `response-${name}`)

/** Reads the headers that a GET requests instead of the stored ones: `response-content-type` and similar parameters. */
export function readOverrides(query: URLSearchParams): Record<string, string> {
  const overrides: Record<string, string> = {}
  for (const name of contentHeaders) {
    const value = query.get(`response-${name}`)
    if (value === null) continue
    if (!headerValue.test(value)) {
      throw invalidArgument(`response-${name}`, value, 'Header value cannot be represented using ISO-8859-1.')
    }
    overrides[name] = value
  }
  return overrides
}
