import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import type { SiteResponse, ViewerRequest } from './exchange.ts'

/** Headers, cookies and query parameters as CloudFront Functions see them. */
const value = z.object({ value: z.string(), multiValue: z.array(z.object({ value: z.string() })).optional() })
export const values = z.record(z.string(), value)
export type Values = z.output<typeof values>
type EventType = 'viewer-request' | 'viewer-response'

/** Composes the event that a CloudFront Function is called with. */
export function composeEvent(eventType: EventType, request: ViewerRequest) {
  const { cookie, ...headers } = request.headers
  return {
    version: '1.0',
    context: {
      distributionDomainName: request.headers.host ?? '',
      distributionId: 'LOCAL',
      eventType,
      requestId: randomUUID(),
    },
    viewer: { ip: request.viewer.address },
    request: {
      method: request.method,
      uri: request.path,
      querystring: gather(readPairs(request.query, '&')),
      headers: gather(Object.entries(headers)),
      cookies: gather(readPairs(cookie ?? '', ';')),
    },
  }
}

function readPairs(text: string, separator: string): [string, string][] {
  const parts = text.split(separator).filter((part) => part.trim() !== '')
  return parts.map((part) => {
    const [name = '', ...rest] = part.trim().split('=')
    return [name, rest.join('=')]
  })
}

export function gather(pairs: readonly [string, string][]): Values {
  // A Map, because visitors choose the names and one may be `__proto__`.
  const gathered = Map.groupBy(pairs, ([name]) => name)
  const entries = [...gathered].map(([name, group]) => {
    const several = group.map(([, text]) => ({ value: text }))
    return [name, { value: several[0]?.value ?? '', ...(several.length > 1 && { multiValue: several }) }]
  })
  return Object.fromEntries(entries)
}

/** Lists header names and values. A name with several values gives several pairs. */
export function headerPairs(headers: SiteResponse['headers']): [string, string][] {
  return Object.entries(headers).flatMap(([name, each]) => [each].flat().map((text): [string, string] => [name, text]))
}

export function spread(from: Values): [string, string][] {
  return Object.entries(from).flatMap(([name, each]) =>
    (each.multiValue ?? [each]).map((one): [string, string] => [name, one.value]),
  )
}
