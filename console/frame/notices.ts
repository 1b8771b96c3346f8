import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'

/** Texts that the page after a redirect shows once. A text is forgotten when many newer ones exist. */
const notices = new Map<string, string>()
const mostKept = 100

/** Answers a successful form: redirects to a page of the console, which shows the text once. */
export function sendDone(c: Context, href: string, text: string): Response {
  const id = randomUUID()
  notices.set(id, text)
  const [oldest] = notices.keys()
  if (notices.size > mostKept && oldest !== undefined) notices.delete(oldest)
  const [address = href, fragment] = href.split('#')
  const separator = address.includes('?') ? '&' : '?'
  return c.redirect(`${address}${separator}notice=${id}${fragment === undefined ? '' : `#${fragment}`}`, 303)
}

export function takeNotice(id: string | undefined): string | undefined {
  if (id === undefined) return undefined
  const text = notices.get(id)
  notices.delete(id)
  return text
}
