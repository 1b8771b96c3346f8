import * as z from 'zod/mini'
import type { Receipt } from './receipt.ts'

const text = (description: string) => z.string().check(z.describe(description))
const instant = (description: string) => z.iso.datetime().check(z.describe(description))
const url = z.url()
const position = z.int().check(z.gte(1))

const problem = z.object({
  rule: text('The name of the rule. Names are stable; docs/formats.md lists them.'),
  severity: z.enum(['error', 'warning']),
  line: z.optional(position.check(z.describe('The line in the uploaded file, from 1.'))),
  column: z.optional(position),
  message: z.string(),
  fix: z.optional(text('How to fix the problem.')),
})

const urls = z.object({
  page: url.check(z.describe('The page of the article, or for a file beside an article the file itself.')),
  rss: z.optional(url),
  atom: z.optional(url),
  json: z.optional(url),
})

const article = z.object({
  slug: z.string(),
  guid: text('The tag: URI (RFC 4151) that identifies the article in every feed.'),
  date: instant('The date of the article.'),
  liveAt: z.optional(instant('When the article first went live. Feeds are ordered by this time.')),
  updatedAt: instant('When the content of the article last changed.'),
  since: z.optional(instant('When the first accepted version of the article was uploaded.')),
  corrections: z.optional(z.array(z.string()).check(z.describe('Corrections that readers know.'))),
  id: z.optional(text('The id of the article, if it was first published under another path.')),
})

const corrects = z.object({
  title: z.string(),
  at: instant('When the replaced version had last changed.'),
  different: z.optional(z.literal(true).check(z.describe('The replaced version has little in common with this one.'))),
})

const names = z.array(z.string())

const mailing = z.object({
  mode: z.enum(['alone', 'none', 'digest']),
  digests: names.check(z.describe('Names of the digests whose readers get it.')),
  approval: z.optional(names.check(z.describe('Those of them whose issue waits for approval first.'))),
  at: z.optional(instant('It is mailed on its own within a minute after this.')),
  tooLate: z.optional(names.check(z.describe('Digests whose readers do not get it, because the field came too late.'))),
})

/** The schema of `receipts/<key>.json`. docs/receipt.schema.json is generated from it. */
export const receiptSchema = z.object({
  key: text('The path of the upload.'),
  state: z.enum(['published', 'scheduled', 'draft', 'rejected', 'withdrawn']),
  title: z.optional(z.string()),
  subject: z.optional(text('The subject that an editor’s note gives the mails of its issue.')),
  preheader: z.optional(text('The preheader that an editor’s note gives the mails of its issue.')),
  urls: z.optional(urls.check(z.describe('Where the article is published now. Absent if it is not published.'))),
  corrects: z.optional(corrects.check(z.describe('The version of a published article that this one replaced.'))),
  due: z.optional(instant('When a scheduled article will be published.')),
  mailing: z.optional(mailing.check(z.describe('How the article is mailed, if its front matter says so.'))),
  article: z.optional(
    article.check(
      z.describe('The permanent identity of the article and its place in the feeds. A rebuild keeps both.'),
    ),
  ),
  copyOf: z.optional(
    text(
      'The path of the upload that has the same content. This one is published in its place if that one is deleted.',
    ),
  ),
  movedTo: z.optional(text('The path to which the article was moved.')),
  moves: z.optional(position.check(z.describe('How many articles were moved from this path to others.'))),
  problems: z.array(problem),
  at: instant('When the upload was processed.'),
})

/** Parses a receipt. Returns undefined if the text is not one of our receipts. */
export function parseReceipt(json: string): Receipt | undefined {
  try {
    const parsed = receiptSchema.safeParse(JSON.parse(json))
    return parsed.success ? (parsed.data as Receipt) : undefined // zod's optional properties may be undefined, those in JSON are not
  } catch {
    return undefined // not even JSON
  }
}
