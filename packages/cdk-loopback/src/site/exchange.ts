import type { Readable } from 'node:stream'

/** A viewer's request as CloudFront sees it, before and after the viewer-request function. */
export type ViewerRequest = {
  readonly method: string
  /** As sent: percent-encoded, beginning with a slash. */
  readonly path: string
  /** As sent, without the question mark. */
  readonly query: string
  /** Lower-case names; repeated headers joined by commas, cookies by semicolons. */
  readonly headers: Readonly<Record<string, string>>
  readonly viewer: { readonly address: string; readonly port: number }
  /** Reads the whole body; undefined if it is longer than `limit` bytes. */
  body(limit: number): Promise<Buffer | undefined>
}

/** An answer on its way to the viewer. Header names are lower-case. */
export type SiteResponse = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body?: string | Buffer | Readable
}

/** Returns a header's value as one text. */
export function headerText(response: SiteResponse, name: string): string | undefined {
  const value = response.headers[name]
  return value === undefined || typeof value === 'string' ? value : value.join(', ')
}

/** Returns the headers whose names the predicate accepts. */
export function keepHeaders<V>(headers: Readonly<Record<string, V>>, keep: (name: string) => boolean) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => keep(name)))
}
