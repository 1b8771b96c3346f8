import { type AddressInfo, createServer, isIPv6, type Server } from 'node:net'

export type ReservedPort = {
  readonly port: number
  /** Passes the open socket on, so that no other process gets the port in between. */
  handOver(): Server
  /** Frees the port unless it was handed over. */
  release(): Promise<void>
}

/** The address on which servers listen unless another one is set. Only this machine reaches it. */
export const loopback = '127.0.0.1'

/** Returns the URL of a server that listens on an address. This machine reaches one on all addresses through loopback. */
export function urlOf(bind: string, port: number): string {
  const host = ['0.0.0.0', '::'].includes(bind) ? loopback : bind
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`
}

/**
 * Reserves a port, so that its URL is known before its server starts. Port 0 takes any free port.
 * @throws {Error} naming the taken port and the setting that changes it
 */
export async function reservePort(port: number, setting: string, bind = loopback): Promise<ReservedPort> {
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(port, setting, error)))
    server.listen(port, bind, resolve)
  })
  const address = server.address() as AddressInfo // a TCP server's address is always an AddressInfo
  let isHandedOver = false
  return {
    port: address.port,
    handOver: () => {
      isHandedOver = true
      return server
    },
    release: async () => {
      if (!isHandedOver) await new Promise((resolve) => server.close(resolve))
    },
  }
}

/**
 * Starts a server on loopback, or where its port is reserved. Port 0 takes any free port.
 * @throws {Error} naming the port if it is taken; the cause is EADDRINUSE
 */
export async function listen(server: Server, port: number | ReservedPort): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const number = typeof port === 'number' ? port : port.port
    server.once('error', (cause) =>
      reject(new Error(`The server cannot listen on port ${number}: ${cause.message}`, { cause })),
    )
    if (typeof port === 'number') server.listen(port, loopback, resolve)
    else server.listen(port.handOver(), resolve)
  })
}

function explain(port: number, setting: string, error: NodeJS.ErrnoException): Error {
  const what = error.code === 'EADDRINUSE' ? `Port ${port} is taken` : `Port ${port} cannot be used (${error.message})`
  return new Error(`${what}: choose another one with ${setting}, or 0 for any free one.`, { cause: error })
}
