import * as z from 'zod/mini'
import type { Receipt } from './receipt.ts'

const text = (description: string) => z.string().check(z.describe(description))
const instant = (description: string) => z.iso.datetime().check(z.describe(description))
const url = z.url()
const position = z.int().check(z.gte(1))

const problem = z.object({
  rule: text('Stable; docs/formats.md lists them.'),
  severity: z.enum(['error', 'warning']),
  line: z.optional(position.check(z.describe('In the file as uploaded.'))),
  column: z.optional(position),
  message: z.string(),
  fix: z.optional(text('What to do about it.')),
})

const urls = z.object({
  page: url.check(z.describe('Of a file beside an article: the file itself.')),
  rss: z.optional(url),
  atom: z.optional(url),
  json: z.optional(url),
})

const article = z.object({
  slug: z.string(),
  guid: text('A tag: URI (RFC 4151), in every feed.'),
  date: instant('Its own date.'),
  liveAt: z.optional(instant('When it first went live; feeds are ordered by it.')),
  updatedAt: instant('When its content last changed.'),
  since: z.optional(instant('When its first accepted version was uploaded.')),
})

/** `receipts/<key>.json`, for whoever reads it: docs/receipt.schema.json is generated from this. */
export const receiptSchema = z.object({
  key: text('The path that was uploaded.'),
  state: z.enum(['published', 'scheduled', 'draft', 'rejected', 'withdrawn']),
  title: z.optional(z.string()),
  urls: z.optional(urls.check(z.describe('Where it is to be read now; absent where it is not.'))),
  due: z.optional(instant('When a scheduled article will appear.')),
  article: z.optional(article.check(z.describe('What names the article and places it for good, whatever is rebuilt.'))),
  problems: z.array(problem),
  at: instant('When the upload was judged.'),
})

/** Undefined: it is not a receipt of ours. */
export function parseReceipt(json: string): Receipt | undefined {
  try {
    const parsed = receiptSchema.safeParse(JSON.parse(json))
    return parsed.success ? (parsed.data as Receipt) : undefined // zod's optional properties may be undefined, JSON's are not
  } catch {
    return undefined // not even JSON
  }
}
