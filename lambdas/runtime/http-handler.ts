import type { Context } from 'aws-lambda'
import { Hono } from 'hono'
import { handle, type LambdaEvent } from 'hono/aws-lambda'
import { bodyLimit } from 'hono/body-limit'
import { originKeyHeader, readSettings, type SettingsOf } from '../../core/environment.ts'
import { isJson } from '../../core/subscribers/requests/visitor-response.ts'
import { readAcceptLanguage } from '../../core/text/accept-language.ts'
import { messagesFor } from '../../core/text/locales.ts'
import { logger } from './logger.ts'

/** A visitor's request, with what the Lambda knows about its origin. */
export type Visit = {
  readonly request: Request
  /** The visitor's IP address, not that of a proxy in between. */
  readonly ip: string
  readonly now: Date
}

type Bindings = { readonly event: { readonly requestContext: { readonly http?: { readonly sourceIp: string } } } }

/** Bytes. Visitors' forms are small. */
const maximumBodyBytes = 64 * 1024
const uncached = { 'cache-control': 'no-store' }

/** Lambdas behind the HTTP API: their settings include the origin key. */
type HttpLambda = 'follow-link' | 'manage-subscription'

/** Returns the handler of a Lambda behind the HTTP API. It creates the services once per cold start. */
export function httpHandler<Services>(
  lambda: HttpLambda,
  services: (settings: SettingsOf<HttpLambda>) => Services,
  answer: (visit: Visit, services: Services) => Promise<Response>,
): (event: LambdaEvent, context: Context) => Promise<unknown> {
  let ready: { readonly settings: SettingsOf<HttpLambda>; readonly services: Services } | undefined
  const app = new Hono<{ Bindings: Bindings }>()
  const refuse = bodyLimit({
    maxSize: maximumBodyBytes,
    onError: (c) => {
      const { tooLarge } = failuresFor(c.req.raw)
      return isJson(c.req.header('content-type') ?? null)
        ? c.json({ ok: false, title: tooLarge, message: tooLarge }, 413, uncached)
        : c.text(tooLarge, 413, uncached)
    },
  })
  app.use(refuse)
  app.all('*', (c) => {
    ready ??= prepare(readSettings(lambda, process.env))
    const isFromDistribution = c.req.header(originKeyHeader) === ready.settings.originKey
    const forwardedFor = isFromDistribution ? c.req.header('x-forwarded-for') : undefined
    const ip = visitorIp(forwardedFor, c.env.event.requestContext.http?.sourceIp)
    return answer({ request: c.req.raw, ip, now: new Date() }, ready.services)
  })
  app.onError((error, c) => {
    logger.error('failed', { path: c.req.path, error })
    const { ours } = failuresFor(c.req.raw)
    return isOutage(error) ? c.text(ours, 503, { ...uncached, 'retry-after': '60' }) : c.text(ours, 500, uncached)
  })
  const prepare = (settings: SettingsOf<HttpLambda>) => ({ settings, services: services(settings) })
  const respond = handle(app)
  return (event, context) => {
    logger.addContext(context)
    return respond(event)
  }
}

/** Returns whether a service could not do its work: a request like this may succeed soon. The SDK's errors have its status. */
function isOutage(error: Error): boolean {
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } }
  return ($metadata?.httpStatusCode ?? 0) >= 500
}

/** Returns the messages in the visitor's language: the publication's settings may be what cannot be read. */
function failuresFor(request: Request): { readonly tooLarge: string; readonly ours: string } {
  return messagesFor(...readAcceptLanguage(request.headers.get('accept-language'))).failure
}

/**
 * CloudFront appends the visitor's address to the header, and API Gateway then appends CloudFront's. A client that
 * bypasses CloudFront can write anything there, so the header counts only for requests from the distribution.
 */
function visitorIp(forwardedFor: string | undefined, sourceIp: string | undefined): string {
  return forwardedFor?.split(',').at(-2)?.trim() || sourceIp || 'unknown'
}

export type Fields = Readonly<Record<string, unknown>>

/**
 * Reads the fields of a form (urlencoded or multipart) or of a JSON object. A repeated field becomes a list. Returns
 * undefined for any other body.
 */
export async function readFields(request: Request): Promise<Fields | undefined> {
  try {
    const json = isJson(request.headers.get('content-type'))
    return json ? asFields(await request.json()) : formFields(await request.formData())
  } catch {
    return undefined
  }
}

/** Reads the fields of a form. A body without a type is read as urlencoded, as some mail programs send it. */
export async function readForm(request: Request): Promise<Fields | undefined> {
  try {
    const isTyped = request.headers.has('content-type')
    return formFields(isTyped ? await request.formData() : new URLSearchParams(await request.text()))
  } catch {
    return undefined
  }
}

function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}

function formFields(form: FormData | URLSearchParams): Fields {
  const entries = [...new Set(form.keys())].map((name) => {
    const texts = form.getAll(name).filter((value) => typeof value === 'string')
    return [name, texts.length > 1 ? texts : texts[0]] as const
  })
  return Object.fromEntries(entries)
}
