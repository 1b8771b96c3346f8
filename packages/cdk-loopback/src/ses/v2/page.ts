import * as z from 'zod'
import { type RestRequest, readBody } from './operation.ts'

const parameters = z.strictObject({ PageSize: z.int().optional(), NextToken: z.string().optional() })

/** Reads the parameters of a list operation, from the query or the body: it returns what comes after a name. */
export function readPage(request: RestRequest): { readonly limit: number; readonly after: string } {
  const { PageSize, NextToken } = readBody(parameters, request)
  const size = PageSize ?? Number(request.query.get('PageSize') ?? 100)
  const token = NextToken ?? request.query.get('NextToken') ?? ''
  return { limit: Math.min(Math.max(size, 1), 1000), after: Buffer.from(token, 'base64url').toString() }
}

/** Returns the token that continues after a full page. */
export function nextToken<Item>(page: readonly Item[], limit: number, nameOf: (item: Item) => string) {
  const last = page.at(-1)
  return page.length === limit && last ? { NextToken: Buffer.from(nameOf(last)).toString('base64url') } : {}
}
