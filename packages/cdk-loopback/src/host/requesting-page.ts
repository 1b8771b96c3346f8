import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** Returns the name or address in a Host header, in lower case and without the port. */
export function hostName(host: string | undefined): string {
  return (host ?? '').toLowerCase().replace(/:\d{0,5}$/, '')
}

/**
 * Returns whether a Host header names this machine itself. A page can let its own name resolve to 127.0.0.1 and then
 * read what a server here answers, but it cannot change the header, which has that name.
 */
export function namesLoopback(host: string | undefined): boolean {
  const name = hostName(host)
  return loopbackNames.has(name) || name.endsWith('.localhost') // RFC 6761 section 6.3
}

/** Returns whether a Host header has an address instead of a name. No page has a name that it could rebind then. */
export function isAddress(host: string | undefined): boolean {
  return isIP(hostName(host).replace(/^\[|\]$/g, '')) !== 0
}

/**
 * Returns whether a page of another origin made a browser send the request. Browsers say so in `Sec-Fetch-Site` or, older
 * ones, in `Origin`. Programs send neither.
 */
export function isFromOtherPage(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  return headers.origin !== undefined && headers.origin !== `http://${headers.host}`
}
