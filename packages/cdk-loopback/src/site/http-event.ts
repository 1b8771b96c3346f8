import { randomUUID } from 'node:crypto'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type { ViewerRequest } from './exchange.ts'
import type { RouteMatch } from './http-route.ts'

/** The address of the CloudFront edge, as the API sees it. */
const edgeAddress = '127.0.0.1'
const apiDomain = 'local.execute-api.us-east-1.amazonaws.com'
/** Bodies of these types reach the function as text; all others, forms included, in base64. */
const textType = /^(text\/|application\/(json|javascript|xml)\b|[^;]*\+(json|xml)\b)/i

/** Composes the event that an HTTP API sends to its function, payload format 2.0. `path` is decoded, as in API Gateway. */
export function composeHttpEvent(
  request: ViewerRequest,
  match: RouteMatch,
  path: string,
  body: Buffer,
  now: Date,
): APIGatewayProxyEventV2 {
  const { cookie, ...headers } = request.headers
  const { routeKey } = match.route
  const host = headers.host ?? apiDomain
  const query = joinDuplicates(new URLSearchParams(request.query))
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: request.query,
    ...(cookie !== undefined && { cookies: cookie.split('; ') }),
    headers: {
      ...headers,
      host,
      'x-forwarded-for': `${headers['x-forwarded-for']}, ${edgeAddress}`,
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    ...(request.query !== '' && { queryStringParameters: query }),
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: match.pathParameters }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: host,
      domainPrefix: host.split('.')[0] ?? '',
      http: {
        method: request.method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: edgeAddress,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...encodeBody(body, headers['content-type'] ?? ''),
  }
}

function joinDuplicates(pairs: URLSearchParams): Record<string, string> {
  const names = [...new Set(pairs.keys())]
  return Object.fromEntries(names.map((name) => [name, pairs.getAll(name).join(',')]))
}

function encodeBody(body: Buffer, type: string): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false }
  if (textType.test(type)) return { body: body.toString('utf8'), isBase64Encoded: false }
  return { body: body.toString('base64'), isBase64Encoded: true }
}

/** Formats a time as in `12/Mar/2020:19:03:58 +0000`. */
function commonLogTime(now: Date): string {
  const [, day, month, year, time] = now.toUTCString().split(' ')
  return `${day}/${month}/${year}:${time} +0000`
}
