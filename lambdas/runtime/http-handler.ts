import type { Context } from 'aws-lambda'
import { Hono } from 'hono'
import { handle, type LambdaEvent } from 'hono/aws-lambda'
import { bodyLimit } from 'hono/body-limit'
import { originKeyHeader, readSettings, type Settings } from '../../core/environment.ts'
import { isJson } from '../../core/subscribers/requests/visitor-response.ts'
import { logger } from './logger.ts'

/** What a visitor asks, with what the Lambda knows of where the request came from. */
export type Visit = {
  readonly request: Request
  /** Of the visitor, not of the proxies in between. */
  readonly ip: string
  readonly now: Date
}

type Bindings = { readonly event: { readonly requestContext: { readonly http?: { readonly sourceIp: string } } } }

/** Bytes: the forms of visitors are small. */
const bodyMaximum = 64 * 1024
const tooLarge = 'That was too large: a form may have 64 KB.'
const uncached = { 'cache-control': 'no-store' }

/** The frame of a Lambda behind the HTTP API: services once per cold start, then each request by itself. */
export function httpHandler<Services>(
  services: (settings: Settings) => Services,
  answer: (visit: Visit, services: Services) => Promise<Response>,
): (event: LambdaEvent, context: Context) => Promise<unknown> {
  let ready: { readonly settings: Settings; readonly services: Services } | undefined
  const app = new Hono<{ Bindings: Bindings }>()
  const refuse = bodyLimit({
    maxSize: bodyMaximum,
    onError: (c) =>
      isJson(c.req.header('content-type') ?? null)
        ? c.json({ ok: false, title: tooLarge, message: tooLarge }, 413, uncached)
        : c.text(tooLarge, 413, uncached),
  })
  app.use(refuse)
  app.all('*', (c) => {
    ready ??= prepare(readSettings(process.env))
    const byDistribution = c.req.header(originKeyHeader) === ready.settings.originKey
    const forwardedFor = byDistribution ? c.req.header('x-forwarded-for') : undefined
    const ip = visitorIp(forwardedFor, c.env.event.requestContext.http?.sourceIp)
    return answer({ request: c.req.raw, ip, now: new Date() }, ready.services)
  })
  app.onError((error, c) => {
    logger.error('failed', { path: c.req.path, error })
    return c.text('Something went wrong on our side. Please try again in a minute.', 500, uncached)
  })
  const prepare = (settings: Settings) => ({ settings, services: services(settings) })
  const respond = handle(app)
  return (event, context) => {
    logger.addContext(context)
    return respond(event)
  }
}

/**
 * CloudFront appends the visitor's address to the header, API Gateway then appends CloudFront's. Who asks the API itself
 * could have written anything there.
 */
function visitorIp(forwardedFor: string | undefined, sourceIp: string | undefined): string {
  return forwardedFor?.split(',').at(-2)?.trim() || sourceIp || 'unknown'
}

export type Fields = Readonly<Record<string, unknown>>

/**
 * The fields of a form (urlencoded or multipart) or of a JSON object; of repeated fields a list. Undefined for a body
 * that is none of these.
 */
export async function readFields(request: Request): Promise<Fields | undefined> {
  try {
    const json = isJson(request.headers.get('content-type'))
    return json ? asFields(await request.json()) : formFields(await request.formData())
  } catch {
    return undefined
  }
}

function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}

function formFields(form: FormData): Fields {
  const entries = [...new Set(form.keys())].map((name) => {
    const texts = form.getAll(name).filter((value) => typeof value === 'string')
    return [name, texts.length > 1 ? texts : texts[0]] as const
  })
  return Object.fromEntries(entries)
}
