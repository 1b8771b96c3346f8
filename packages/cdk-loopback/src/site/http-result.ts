import * as z from 'zod'
import type { SiteResponse } from './exchange.ts'

const structured = z.object({
  statusCode: z.coerce.number().int().min(200).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  cookies: z.array(z.string()).optional(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().optional(),
})

/** Set anew from the body that is sent. */
const ownHeaders = ['connection', 'content-length', 'keep-alive', 'transfer-encoding']

/** A function's result as an HTTP response, payload format 2.0; undefined if it is none that API Gateway accepts. */
export function readHttpResult(result: unknown): SiteResponse | undefined {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    const body = Buffer.from(typeof result === 'string' ? result : JSON.stringify(result ?? null))
    return { status: 200, headers: { 'content-type': 'application/json', 'content-length': String(body.length) }, body }
  }
  const parsed = structured.safeParse(result)
  if (!parsed.success) return undefined
  const { statusCode, headers = {}, cookies = [], body, isBase64Encoded } = parsed.data
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8')
  const given = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), String(value)])
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...Object.fromEntries(given.filter(([name]) => !ownHeaders.includes(name))),
      'content-length': String(bytes.length),
      ...(cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: bytes,
  }
}
