import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { ConsoleSources } from './console-sources.ts'
import type { Access } from './frame/guard.ts'

/** Only the console of a local start has captured mails. */
export type ConsoleOptions = (
  | ConsoleSources
  | Pick<ConsoleSources, 'stack' | 'diagnose' | 'patience' | 'readStorage'>
) & {
  /** 0 takes any free port. */
  readonly port: number
  /** IP address to listen on. Default: 127.0.0.1, which only this machine reaches. */
  readonly bind?: string | undefined
  readonly access?: Omit<Access, 'isOpen'>
}

export type Console = {
  /** Without a trailing slash. */
  readonly url: string
  /** Loads the code of the pages, which otherwise happens when the first one is requested. */
  load(): Promise<void>
  close(): Promise<void>
}

/**
 * Serves the console, by default on loopback, so that only this machine can reach it.
 * @throws {Error} if the port is taken; the message names the option that sets another one
 */
export async function startConsole(options: ConsoleOptions): Promise<Console> {
  const { port, bind = loopback, access = {}, ...sources } = options
  // The pages need much of the product's code. Without it, the stack starts in two thirds of the time.
  const load = async () =>
    (await import('./console-app.ts')).createApp(sources, { ...access, isOpen: bind !== loopback })
  let app: ReturnType<typeof load> | undefined
  const open = () => {
    app ??= load()
    return app
  }
  const answer = getRequestListener(async (request, env) => (await open()).fetch(request, env), {
    overrideGlobalObjects: false,
  })
  const server = createServer(answer)
  await listen(server, port, bind)
  const address = server.address() as AddressInfo // a TCP server's address is always an AddressInfo
  return {
    url: access.url?.replace(/\/+$/, '') ?? urlOf(address),
    load: async () => void (await open()),
    close: () => close(server),
  }
}

const loopback = '127.0.0.1'

/** Returns where this machine reaches the server. */
function urlOf({ address, family, port }: AddressInfo): string {
  const host = ['0.0.0.0', '::'].includes(address) ? loopback : family === 'IPv6' ? `[${address}]` : address
  return `http://${host}:${port}`
}

function listen(server: Server, port: number, bind: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(explain(port, error)))
    server.listen(port, bind, resolve)
  })
}

function explain(port: number, error: NodeJS.ErrnoException): Error {
  const what =
    error.code === 'EADDRINUSE' ? `Port ${port} is already in use` : `Port ${port} cannot be used (${error.message})`
  const advice = 'set another one with --console-port or POSTRIDER_CONSOLE_PORT, or 0 for any free port'
  return new Error(`${what}: ${advice}.`, { cause: error })
}

/** Closes idle connections too, because browsers keep theirs open. */
function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()))
    server.closeAllConnections()
  })
}
