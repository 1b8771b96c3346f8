import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'

export type ReservedPort = {
  readonly port: number
  /** Frees the port for the server that will listen on it. */
  release(): Promise<void>
}

/**
 * Reserves a port on loopback, so that its URL is known before its server starts. Port 0 takes any free port.
 * @throws {Error} naming the taken port and the setting that changes it
 */
export async function reservePort(port: number, setting: string): Promise<ReservedPort> {
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explain(port, setting, error)))
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address() as AddressInfo // a TCP server's address is always an AddressInfo
  return {
    port: address.port,
    release: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function explain(port: number, setting: string, error: NodeJS.ErrnoException): Error {
  const what = error.code === 'EADDRINUSE' ? `Port ${port} is taken` : `Port ${port} cannot be used (${error.message})`
  return new Error(`${what}: choose another one with ${setting}, or 0 for any free one.`, { cause: error })
}
