import { type MessagePage, renderMessagePage } from '../../pages/message-page.ts'
import type { Site } from '../../site.ts'
import type { LocaleMessages } from '../../text/locales.ts'

/** What a visitor is told: a page for people, and for programs its title and text. */
export type VisitorResponse = MessagePage & {
  /** Of HTTP. */
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** The address that was probably meant. */
  readonly suggestion?: string | undefined
}

/** An answer in someone's language. */
export function say(
  { language }: LocaleMessages,
  status: number,
  said: { readonly title: string; readonly paragraphs: readonly string[] },
  more: Partial<VisitorResponse> = {},
): VisitorResponse {
  return { status, language, title: said.title, paragraphs: said.paragraphs, ...more }
}

/** Links with tokens lead here: no cache keeps the answers, no other site hears the addresses, no search engine shows them. */
const privately = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  // The distribution sets stricter ones of its own; these are for whoever finds the API behind it.
  'x-content-type-options': 'nosniff',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
}

/** Programs send JSON or ask for it; browsers do neither. */
export function wantsJson({ headers }: Request): boolean {
  const accepted = headers.get('accept') ?? ''
  const asksForJson = accepted.includes('application/json') && !accepted.includes('text/html')
  return asksForJson || isJson(headers.get('content-type'))
}

export function isJson(contentType: string | null): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType ?? '')
}

export function respond(site: Site, answer: VisitorResponse, asJson: boolean): Response {
  const { status, title, paragraphs, suggestion } = answer
  const headers = { ...privately, ...answer.headers }
  if (asJson) {
    return Response.json({ ok: status < 400, title, message: paragraphs.join(' '), suggestion }, { status, headers })
  }
  return new Response(renderMessagePage(site, answer), {
    status,
    headers: { ...headers, 'content-type': 'text/html; charset=utf-8' },
  })
}

/** A file that the browser saves. */
export function fileResponse(name: string, content: unknown): Response {
  return new Response(`${JSON.stringify(content, undefined, 2)}\n`, {
    headers: {
      ...privately,
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
    },
  })
}
