import type { Secrets } from '../secrets.ts'
import { verifyToken } from '../token.ts'
import { issueOfLink } from '../unsubscription.ts'
import { isOneClick } from './press.ts'

/** The name of the message attribute with the token of the link. The body of the message is that of the request. */
export const tokenAttribute = 'token'

/** Whom a queued request of a mail program unsubscribes. */
export type OneClickPlan =
  | { readonly kind: 'token'; readonly subscriberId: string; readonly issueId: string | undefined }
  | { readonly kind: 'nobody'; readonly reason: 'not one-click' | 'forged token' }

/**
 * Decides whom a request (RFC 8058) unsubscribes. API Gateway queues it as it comes, so its token is verified here, and
 * scanners that post something else mean nothing by it.
 */
export function planOneClick(body: string, token: string, secrets: Secrets, now: Date): OneClickPlan {
  if (!isOneClick(readFields(body))) return { kind: 'nobody', reason: 'not one-click' }
  const verified = verifyToken(secrets, 'unsubscribe', token, now)
  if (verified.kind !== 'valid') return { kind: 'nobody', reason: 'forged token' }
  return {
    kind: 'token',
    subscriberId: verified.subscriberId,
    issueId: issueOfLink(verified.purpose, verified.bound),
  }
}

/** Reads the field from a form, urlencoded or multipart, also if the API has encoded the form in base64. */
function readFields(body: string): Readonly<Record<string, unknown>> {
  const decoded = /^[\w+/]+=*$/.test(body) ? Buffer.from(body, 'base64').toString('latin1') : ''
  for (const text of [body, decoded]) {
    const urlencoded = new URLSearchParams(text).getAll(field)
    const multipart = multipartField.exec(text)?.[1]
    const values = [...urlencoded, ...(multipart === undefined ? [] : [multipart])]
    if (values.length > 0) return { [field]: values }
  }
  return {}
}

const field = 'List-Unsubscribe'
const multipartField = /;[ \t]*name="?List-Unsubscribe"?[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n([^\r\n]*)/i
