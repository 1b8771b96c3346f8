import * as z from 'zod'
import type { SiteResponse } from './exchange.ts'

const structured = z.object({
  statusCode: z.coerce.number().int().min(200).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  cookies: z.array(z.string()).optional(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().optional(),
})

/** Always computed from the body that is sent. */
const ownHeaders = ['connection', 'content-length', 'keep-alive', 'transfer-encoding']

/** Reads a function's result, payload format 2.0, as an HTTP response; undefined if API Gateway would not accept it. */
export function readHttpResult(result: unknown): SiteResponse | undefined {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    const body = Buffer.from(typeof result === 'string' ? result : JSON.stringify(result ?? null))
    return { status: 200, headers: { 'content-type': 'application/json', 'content-length': String(body.length) }, body }
  }
  const parsed = structured.safeParse(result)
  if (!parsed.success) return undefined
  const { statusCode, headers = {}, cookies = [], body, isBase64Encoded } = parsed.data
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8')
  const entries = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), String(value)])
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...Object.fromEntries(entries.filter(([name]) => !ownHeaders.includes(name))),
      'content-length': String(bytes.length),
      ...(cookies.length > 0 && { 'set-cookie': cookies }),
    },
    body: bytes,
  }
}
