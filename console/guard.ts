import type { MiddlewareHandler } from 'hono'

const headers = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data: https:",
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Not `no-referrer`: that would turn the Origin of our own form into `null`.
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
}

/**
 * The console trusts whoever sits at this machine, so it answers nobody else: a name that was rebound to 127.0.0.1 gets
 * no answer, a page of another origin cannot change anything, and none can read or embed what is here.
 */
export const guard: MiddlewareHandler = async (c, next) => {
  for (const [name, value] of Object.entries(headers)) c.header(name, value)
  const { method } = c.req
  if (!isLoopback(c.req.header('host'))) {
    return c.text('The console answers only as 127.0.0.1 and localhost.\n', 421)
  }
  if (method !== 'GET' && method !== 'HEAD' && isForeign((name) => c.req.header(name))) {
    return c.text('Only the console itself may ask for this.\n', 403)
  }
  return next()
}

function isLoopback(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d{1,5})?$/i.test(host ?? '')
}

/** Every browser names the origin of a POST; programs such as curl name none. */
function isForeign(header: (name: string) => string | undefined): boolean {
  const site = header('sec-fetch-site')
  const origin = header('origin')
  if (site !== undefined && site !== 'same-origin') return true
  return origin !== undefined && origin !== `http://${header('host')}`
}
