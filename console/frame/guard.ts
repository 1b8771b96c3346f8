import { isIP } from 'node:net'
import type { Context, MiddlewareHandler } from 'hono'
import { createPasswordCheck } from './password.ts'

const headers = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: https:",
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // With `no-referrer`, the Origin of our own form would be `null`.
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
}

/** Who reaches the pages, and how. By default only this machine does, without a password. */
export type Access = {
  /** Where a proxy serves the pages: `https://console.example.org`. */
  readonly url?: string | undefined
  /** Whether other machines can connect to the port. */
  readonly isOpen?: boolean
  readonly password?: string | undefined
  /** Returns the address of a viewer. Default: that of the connection. @param forwardedFor the X-Forwarded-For header */
  readonly viewerOf?: (peer: string, forwardedFor: string | undefined) => string
}

/** The environment of requests that the process sends to itself. No request from outside can have it. */
export const inside = {}

/**
 * Protects pages that only the operator may see. It refuses host names that an attacker rebound to this machine. Pages of
 * other origins can neither change, read nor embed anything here. With a password, every request needs it; without one,
 * what a proxy passes on is refused, because it comes from another machine.
 */
export function createGuard({ url, isOpen = false, password, viewerOf = (peer) => peer }: Access): MiddlewareHandler {
  const place = url === undefined ? undefined : new URL(url)
  const check = password === undefined ? undefined : createPasswordCheck(password)
  const isPublic = (host: string) => place !== undefined && nameOf(host) === place.hostname
  const isKnown = (host: string) => /^(127\.0\.0\.1|localhost)$/.test(nameOf(host)) || isPublic(host)
  return async (c, next) => {
    for (const [name, value] of Object.entries(headers)) c.header(name, value)
    if (c.env === inside) return next()
    const { method } = c.req
    const host = c.req.header('host') ?? ''
    if (!isKnown(host) && !(isOpen && isAddress(host))) return c.text(describeHosts(place), 421)
    if (!check && isForwarded(c)) return c.text(needsPassword, 403)
    const origin = place && isPublic(host) ? place.origin : `http://${host}`
    if (method !== 'GET' && method !== 'HEAD' && isForeign(c, origin)) {
      return c.text('This request must come from the console itself.\n', 403)
    }
    const verdict = check?.(
      c.req.header('authorization'),
      viewerOf(peerOf(c), c.req.header('x-forwarded-for')),
      Date.now(),
    )
    if (verdict?.kind === 'too-many') {
      c.header('Retry-After', String(verdict.seconds))
      return c.text('There were too many wrong passwords from your address. Try again later.\n', 429)
    }
    if (verdict && verdict.kind !== 'right') {
      c.header('WWW-Authenticate', 'Basic realm="Postrider console", charset="UTF-8"')
      return c.text('The console needs its password. The user name does not matter.\n', 401)
    }
    return next()
  }
}

const needsPassword =
  'A proxy passed this request on, so other machines may reach these pages, but they have no password. For the console, set POSTRIDER_CONSOLE_PASSWORD.\n'

function describeHosts(place: URL | undefined): string {
  return `Open the console as 127.0.0.1${place ? `, localhost or ${place.hostname}` : ' or localhost'}.\n`
}

/** Returns the name or address of a Host header, in lower case. */
function nameOf(host: string): string {
  return host.toLowerCase().replace(/:\d{1,5}$/, '')
}

function isAddress(host: string): boolean {
  return isIP(nameOf(host).replace(/^\[|\]$/g, '')) !== 0
}

function isForwarded(c: Context): boolean {
  return ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'].some((name) => c.req.header(name))
}

/** Returns whether a POST comes from another origin. Browsers send the origin; programs such as curl send none. */
function isForeign(c: Context, own: string): boolean {
  const site = c.req.header('sec-fetch-site')
  const origin = c.req.header('origin')
  if (site !== undefined && site !== 'same-origin') return true
  return origin !== undefined && origin !== own
}

/** Returns the address of the connection, which the server of `@hono/node-server` passes on. */
function peerOf({ env }: Context): string {
  return env?.incoming?.socket?.remoteAddress ?? ''
}
