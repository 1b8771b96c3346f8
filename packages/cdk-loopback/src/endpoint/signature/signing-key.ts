import { createHmac, createSecretKey, hash } from 'node:crypto'

/** `<date>/<region>/<service>`, in which a signing key is valid. */
export type Scope = { readonly date: string; readonly region: string; readonly service: string }

/** Signs strings with the key of one scope. */
export type SigningKey = { readonly scope: string; sign(stringToSign: string): string }

/** Returns the signing keys of secrets. A key is derived once: it is valid for a day. */
export function createSigningKeys(): (secretAccessKey: string, scope: Scope) => SigningKey {
  const keys = new Map<string, SigningKey>()
  return (secretAccessKey, scope) => {
    const name = [scope.date, scope.region, scope.service, secretAccessKey].join('/')
    const key = keys.get(name) ?? deriveKey(secretAccessKey, scope)
    if (keys.size >= keyLimit) keys.clear()
    keys.set(name, key)
    return key
  }
}

/** The clock may be moved through many days. */
const keyLimit = 1000

function deriveKey(secretAccessKey: string, { date, region, service }: Scope): SigningKey {
  let key: string | Buffer = `AWS4${secretAccessKey}`
  for (const part of [date, region, service, 'aws4_request']) key = createHmac('sha256', key).update(part).digest()
  const signingKey = createSecretKey(Buffer.from(key)) // a key in bytes is converted with each signature, which takes longer than to sign
  return {
    scope: `${date}/${region}/${service}/aws4_request`,
    sign: (stringToSign) => createHmac('sha256', signingKey).update(stringToSign, 'latin1').digest('hex'),
  }
}

/** Returns the SHA-256 of bytes, hexadecimal. Each character of a text is a byte. */
export function sha256(bytes: Buffer | string): string {
  const isAscii = typeof bytes === 'string' && !/[\x80-\xff]/.test(bytes) // nearly always; then its UTF-8 is the same
  return hash('sha256', typeof bytes === 'string' && !isAscii ? Buffer.from(bytes, 'latin1') : bytes, 'hex')
}
