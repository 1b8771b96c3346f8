import { randomUUID } from 'node:crypto'
import type { AwsError, AwsRequest, AwsResponse } from './aws-service.ts'

/** XML namespaces of the services' responses. */
export const namespaces = {
  cloudformation: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  monitoring: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  ses: 'http://ses.amazonaws.com/doc/2010-12-01/',
  sns: 'http://sns.amazonaws.com/doc/2010-03-31/',
  sqs: 'http://queue.amazonaws.com/doc/2012-11-05/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
} as const
export type QueryService = keyof typeof namespaces

/** Returns whether a request is in the query protocol, whose requests are forms, in the body or in the URL. */
export function isForm({ method, headers, url }: AwsRequest): boolean {
  return (
    /x-www-form-urlencoded/.test(headers['content-type'] ?? '') || (method === 'GET' && url.searchParams.has('Action'))
  )
}

/** Parameters by request. A request is read to authorize it, and again to answer it; that of a mail is large. */
const read = new WeakMap<AwsRequest, URLSearchParams>()

/** Reads the parameters of an AWS query request, whose form is the body or the URL's query. */
export async function readQuery(request: AwsRequest): Promise<URLSearchParams> {
  const query = read.get(request) ?? (await parseQuery(request))
  read.set(request, query)
  return query
}

async function parseQuery(request: AwsRequest): Promise<URLSearchParams> {
  if (request.method !== 'GET') return new URLSearchParams((await request.bytes()).toString())
  return new URLSearchParams([...request.url.searchParams].filter(([name]) => !name.startsWith('X-Amz-')))
}

/** Returns the members of a list parameter, in order: `Destinations.member.1`, `Tags.member.1.Name`. */
export function readMembers(query: URLSearchParams, list: string, field = ''): readonly string[] {
  const members: string[] = []
  for (let number = 1; ; number++) {
    const value = query.get(`${list}.member.${number}${field}`)
    if (value === null) return members
    members.push(value)
  }
}

/** Renders an XML element. The content is text, which is escaped, or rendered child elements. */
export function element(name: string, content: string | number | readonly string[]): string {
  const inner = Array.isArray(content) ? content.join('') : escapeText(String(content))
  return `<${name}>${inner}</${name}>`
}

export function successResponse(service: QueryService, action: string, result: readonly string[]): AwsResponse {
  const requestId = randomUUID()
  const metadata = element('ResponseMetadata', [element('RequestId', requestId)])
  const inner = element(`${action}Result`, result) + metadata
  const whole = `<${action}Response xmlns="${namespaces[service]}">${inner}</${action}Response>`
  return xmlResponse(200, requestId, whole)
}

export function errorResponse(service: QueryService, error: AwsError): AwsResponse {
  const requestId = randomUUID()
  const description = element('Error', [
    element('Type', error.status < 500 ? 'Sender' : 'Receiver'),
    element('Code', error.code),
    element('Message', error.message),
  ])
  const inner = description + element('RequestId', requestId)
  const whole = `<ErrorResponse xmlns="${namespaces[service]}">${inner}</ErrorResponse>`
  return xmlResponse(error.status, requestId, whole)
}

function xmlResponse(status: number, requestId: string, body: string): AwsResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body }
}

/** Escapes markup and replaces characters that XML cannot contain. */
function escapeText(text: string): string {
  const printable = text.replaceAll(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/g, '?')
  return printable.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
