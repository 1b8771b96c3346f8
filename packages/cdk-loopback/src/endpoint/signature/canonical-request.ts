/** The parts of a request that a signature covers. */
export type SignableRequest = {
  readonly method: string
  /** The path and query as sent. */
  readonly target: string
  /** Values by lower-case name, in the order in which they were sent. Each character is a byte. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>
}

/**
 * Builds the canonical request of Signature Version 4. Each character of the result is a byte.
 * See https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html.
 */
export function canonicalRequest(
  request: SignableRequest,
  signature: { readonly service: string; readonly signedHeaders: readonly string[]; readonly payloadHash: string },
): string {
  const [path = '', query = ''] = splitTarget(request.target)
  const { service, signedHeaders, payloadHash } = signature
  return [
    request.method,
    service === 's3' ? encode(path, '/') : encodeAgain(path),
    canonicalQuery(query),
    ...signedHeaders.map((name) => `${name}:${canonicalValue(request.headers[name])}`),
    '',
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n')
}

/** Returns the path, and the query without its question mark. */
export function splitTarget(target: string): readonly [path: string, query: string] {
  const at = target.indexOf('?')
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)]
}

/** Encodes a path as sent once more, without `.`, `..` and empty segments. Only S3 takes paths as they are. */
function encodeAgain(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop()
    else if (segment !== '' && segment !== '.') segments.push(segment.replace(/[^A-Za-z0-9._~-]/g, encodeByte))
  }
  const end = segments.length > 0 && path.endsWith('/') ? '/' : ''
  return `/${segments.join('/')}${end}`
}

/** Sorts parameters by name, then by value, both encoded. Leaves out the signature itself. */
function canonicalQuery(query: string): string {
  const pairs = query.split('&').filter((pair) => pair !== '')
  const encoded = pairs.map((pair) => {
    const at = pair.indexOf('=')
    const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
    return { name: encode(name.replaceAll('+', ' ')), value: encode(value.replaceAll('+', ' ')) }
  })
  return encoded
    .filter(({ name }) => name !== 'X-Amz-Signature')
    .sort((one, other) => compare(one.name, other.name) || compare(one.value, other.value))
    .map(({ name, value }) => `${name}=${value}`)
    .join('&')
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}

function canonicalValue(values: readonly string[] = []): string {
  return values.map((value) => value.replace(/[\t ]+/g, ' ').replace(/^ | $/g, '')).join(',')
}

/** Encodes each byte that is neither unreserved (RFC 3986) nor `kept`, whether or not it is encoded already. */
function encode(text: string, kept = ''): string {
  return text.replace(/%([0-9a-f]{2})|[^A-Za-z0-9._~-]/gi, (match, hex: string | undefined) => {
    const character = hex === undefined ? match : String.fromCharCode(Number.parseInt(hex, 16))
    return /[A-Za-z0-9._~-]/.test(character) || kept.includes(character) ? character : encodeByte(character)
  })
}

function encodeByte(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}
