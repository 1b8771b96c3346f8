import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Connection } from '../clients.ts'

export type LocalRequest = {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Default: `ses`. */
  readonly service?: string
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: Buffer
  readonly signal?: AbortSignal
}

/**
 * Sends a signed request to a door of a local stack that AWS does not have, and returns its JSON.
 * @throws {Error} with the message of the endpoint, if it refuses
 */
export async function callLocal(place: Connection, request: LocalRequest): Promise<unknown> {
  const { method, path, service = 'ses', query = {}, body, signal } = request
  const { region, credentials, endpoint } = place
  if (!endpoint || !credentials) throw new TypeError('Only a local stack has such requests.')
  const url = new URL(path, endpoint)
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 })
  const { headers } = await signer.sign({
    ...{ method, protocol: url.protocol, hostname: url.host, path, query },
    headers: { host: url.host },
    ...(body && { body }),
  })
  url.search = new URLSearchParams(query).toString()
  const { host: _, ...sent } = headers
  const response = await fetch(url, {
    method,
    headers: sent,
    ...(body && { body: Uint8Array.from(body) }),
    ...(signal && { signal }),
  })
  const answer: unknown = await response.json()
  if (response.ok) return answer
  throw new Error((answer as { message?: string }).message ?? `The endpoint answered ${response.status}.`) // as SES's errors are
}

/** The hash that the signer expects. */
class Sha256 {
  readonly #hash
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret))
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data))
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }
  reset(): void {}
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data)
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data)
}
