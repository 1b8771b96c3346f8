import { createServer, type RequestListener, type Server } from 'node:http'

/** How long a slow client keeps its connection, in milliseconds, and how many connections there are. */
export type ClientLimits = {
  /** Until all headers have arrived. */
  readonly headersMs?: number
  /** Until the whole request has arrived. */
  readonly requestMs?: number
  /** Without a byte in either direction, also while a request is answered. Default: unlimited. */
  readonly stalledMs?: number
  readonly connections?: number
  /** Between two looks for requests that are late. */
  readonly lookMs?: number
}

/** Creates a server that clients cannot occupy by being slow: each connection also takes a file from the stack's limit. */
export function createHttpServer(listener: RequestListener, limits: ClientLimits = {}): Server {
  const { headersMs = 20_000, requestMs = 300_000, stalledMs = 0, connections = 5_000, lookMs = 5_000 } = limits
  const times = { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: lookMs }
  // Node's 5 s are too short: on a busy machine, a client sends its next request while the server closes the connection.
  const server = createServer({ ...times, keepAliveTimeout: 60_000 }, listener)
  server.timeout = stalledMs
  server.maxConnections = connections
  return server
}
