import { type MessagePage, renderMessagePage } from '../../pages/message-page.ts'
import type { Site } from '../../site.ts'
import type { LocaleMessages } from '../../text/locales.ts'
import type { UnknownChoice } from './read-choices.ts'

/** A response to a visitor: a page for people; for programs, its title and text as JSON. */
export type VisitorResponse = MessagePage & {
  /** HTTP status. */
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** The address that the visitor probably meant. */
  readonly suggestion?: string | undefined
  /** The choices of a sign-up that do not exist. Programs get them as a list; people read about them in the text. */
  readonly unknown?: readonly UnknownChoice[]
}

/** Makes a response from the texts of a locale. */
export function messageResponse(
  { language }: LocaleMessages,
  status: number,
  { title, paragraphs }: { readonly title: string; readonly paragraphs: readonly string[] },
  more: Partial<VisitorResponse> = {},
): VisitorResponse {
  return { status, language, title, paragraphs, ...more }
}

export const notFound = (messages: LocaleMessages): VisitorResponse =>
  messageResponse(messages, 404, messages.page.notFound)

export function wrongMethod(messages: LocaleMessages, methods: readonly string[]): VisitorResponse {
  return messageResponse(messages, 405, messages.page.wrongMethod, { headers: { allow: methods.join(', ') } })
}

/**
 * The requests contain tokens: no cache may store the responses, no other site may receive the URL as referrer, and no
 * search engine may list it.
 */
const privately = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  // The distribution sets stricter headers. These protect visitors who reach the API directly.
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}

/**
 * Whether a request comes from a program: it accepts JSON but not HTML, which no browser does, or it subscribes with
 * JSON.
 */
export function wantsJson({ url, headers }: Request): boolean {
  const accepted = headers.get('accept') ?? ''
  const asksForJson = accepted.includes('application/json') && !accepted.includes('text/html')
  return asksForJson || (new URL(url).pathname === '/subscribe' && isJson(headers.get('content-type')))
}

export function isJson(contentType: string | null): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType ?? '')
}

export function renderResponse(site: Site, response: VisitorResponse, asJson: boolean): Response {
  const { status, title, paragraphs, suggestion, unknown = [] } = response
  const headers = { ...privately, ...response.headers }
  if (asJson) {
    const problems = unknown.length > 0 ? { unknown } : {}
    const body = { ok: status < 400, title, message: paragraphs.join(' '), suggestion, ...problems }
    return Response.json(body, { status, headers })
  }
  return new Response(renderMessagePage(site, response), {
    status,
    headers: { ...headers, 'content-type': 'text/html; charset=utf-8' },
  })
}
