import type { MiddlewareHandler } from 'hono'

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

/**
 * Protects the console, which has no password, from web pages of other origins. It refuses host names that an attacker
 * rebound to 127.0.0.1. Pages of other origins can neither change, read nor embed anything here.
 */
export const loopbackGuard: MiddlewareHandler = async (c, next) => {
  for (const [name, value] of Object.entries(headers)) c.header(name, value)
  const { method } = c.req
  if (!isLoopback(c.req.header('host'))) {
    return c.text('Open the console as 127.0.0.1 or localhost.\n', 421)
  }
  if (method !== 'GET' && method !== 'HEAD' && isForeign((name) => c.req.header(name))) {
    return c.text('This request must come from the console itself.\n', 403)
  }
  return next()
}

function isLoopback(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d{1,5})?$/i.test(host ?? '')
}

/** Returns whether a POST comes from another origin. Browsers send the origin; programs such as curl send none. */
function isForeign(header: (name: string) => string | undefined): boolean {
  const site = header('sec-fetch-site')
  const origin = header('origin')
  if (site !== undefined && site !== 'same-origin') return true
  return origin !== undefined && origin !== `http://${header('host')}`
}
