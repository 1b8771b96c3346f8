import { isIP } from 'node:net'
import { connect } from 'node:tls'
import { readFact } from '../../aws/diagnosis/read-fact.ts'
import type { Reading } from '../../core/deployment/account-facts.ts'
import type { PageAnswer, ShownCertificate } from '../../core/diagnosis/judge-site.ts'

/** Bytes of a document that are read. */
const largest = 4 * 1024 ** 2

/** Asks the site for a document. @param twice asks again, as a reader that has it already @param timeout milliseconds */
export function readPage(url: string, { timeout, twice = false }: PageOptions): Promise<Reading<PageAnswer>> {
  return readFact(
    async (signal): Promise<PageAnswer> => {
      const response = await fetch(url, { signal, redirect: 'manual', headers: { 'user-agent': 'postrider doctor' } })
      const { status, headers } = response
      const etag = headers.get('etag') ?? undefined
      const lastModified = headers.get('last-modified') ?? undefined
      const first = {
        ...{ status, etag, lastModified },
        type: headers.get('content-type') ?? '',
        isCloudFront: headers.has('x-amz-cf-id'),
        body: await readText(response),
      }
      if (!twice || status !== 200) return first
      const validators = {
        ...(etag !== undefined && { 'if-none-match': etag }),
        ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
      }
      const again = await fetch(url, { signal, redirect: 'manual', headers: validators })
      await again.body?.cancel()
      return { ...first, again: again.status }
    },
    { timeout },
  )
}

export type PageOptions = { readonly timeout: number; readonly twice?: boolean }

async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    chunks.push(chunk)
    size += chunk.length
    if (size > largest) break
  }
  return Buffer.concat(chunks).toString()
}

/** Reads the certificate that a server shows, even if a browser would refuse it. @param timeout milliseconds */
export function readCertificate(host: string, port: number, timeout: number): Promise<Reading<ShownCertificate>> {
  return readFact(
    (signal) =>
      new Promise((resolve, reject) => {
        const name = isIP(host) ? {} : { servername: host }
        const socket = connect({ host, port, ...name, rejectUnauthorized: false, timeout })
        signal.addEventListener('abort', () => socket.destroy(), { once: true })
        socket.once('error', reject)
        socket.once('secureConnect', () => {
          const { valid_to: until } = socket.getPeerCertificate()
          const { authorizationError } = socket
          const error = authorizationError ? String(authorizationError) : undefined
          resolve({ expires: new Date(until).toISOString(), error })
          socket.end()
        })
      }),
    { timeout },
  )
}
