import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Credentials } from '../src/endpoint/identities.ts'
import { operator } from './operator.ts'

export type Unsigned = {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Default: `s3`. */
  readonly service?: string
  readonly credentials?: Credentials
  readonly region?: string
  /** When it is signed. Default: now. */
  readonly at?: Date
}

/** Returns the headers of a request that the SDK's signer signed, without the host. */
export async function signHeaders(url: string, request: Unsigned = {}): Promise<Record<string, string>> {
  const { method = 'GET', headers = {}, body, at = new Date() } = request
  const { host, pathname, search } = new URL(url)
  const query = Object.fromEntries(new URLSearchParams(search))
  const unsigned = {
    method,
    protocol: 'http:',
    hostname: host,
    path: pathname,
    query,
    headers: { host, ...headers },
    body,
  }
  const signed = await signerOf(request).sign(unsigned, { signingDate: at })
  const { host: _, ...others } = signed.headers
  return others
}

/** Sends a signed request. */
export async function signedFetch(url: string, request: Unsigned = {}): Promise<Response> {
  const { method = 'GET', body } = request
  const headers = await signHeaders(url, request)
  return fetch(url, { method, headers, ...(body !== undefined && { body }) })
}

/** Returns a presigned URL, which says like the SDK's that it does not cover a body, unless the payload is empty. */
export async function presign(
  url: string,
  seconds: number,
  request: Unsigned & { readonly payload?: '' } = {},
): Promise<string> {
  const { method = 'GET', headers = {}, at = new Date() } = request
  const { host, pathname, search, origin } = new URL(url)
  const query = Object.fromEntries(new URLSearchParams(search))
  const unsigned = {
    ...{ method, protocol: 'http:', hostname: host, path: pathname, query },
    headers: { host, ...headers },
  }
  const options = { signingDate: at, expiresIn: seconds, unhoistableHeaders: new Set(Object.keys(headers)) }
  const word = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
  const hidden = request.payload === undefined ? word : {}
  const signed = await signerOf(request).presign({ ...unsigned, headers: { ...hidden, ...unsigned.headers } }, options)
  return `${origin}${pathname}?${new URLSearchParams(signed.query as Record<string, string>)}` // no parameter is a list
}

export function signerOf({ service = 's3', region = 'us-east-1', credentials = operator }: Unsigned): SignatureV4 {
  const isS3 = service === 's3'
  return new SignatureV4({ service, region, credentials, sha256: Sha256, applyChecksum: isS3, uriEscapePath: !isS3 })
}

/** The hash that the SDK's signer expects. */
class Sha256 {
  #hash
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
