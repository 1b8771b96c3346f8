export type Attachment = {
  /** A file name of ASCII letters, digits, hyphens and dots. */
  readonly name: string
  readonly type: string
  readonly content: string
}

const version = 'MIME-Version: 1.0\r\n'

/**
 * Puts a body, as `encodeAlternative` makes it, and a file into one mail (RFC 2046 §5.1.3).
 *
 * @param boundary differs from that of the body, and neither begins with the other
 */
export function attachFile(boundary: string, body: Uint8Array, { name, type, content }: Attachment): Uint8Array {
  const base64 = Buffer.from(content, 'utf8').toString('base64')
  const lines = base64.match(/.{1,76}/g) ?? [] // RFC 2045 §6.8
  return Buffer.concat([
    Buffer.from(`${version}Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n--${boundary}\r\n`),
    body.subarray(version.length),
    Buffer.from(
      [
        `--${boundary}`,
        `Content-Type: ${type}; charset=utf-8; name="${name}"`,
        `Content-Disposition: attachment; filename="${name}"`,
        'Content-Transfer-Encoding: base64',
        '',
        ...lines,
        `--${boundary}--`,
        '',
      ].join('\r\n'),
    ),
  ])
}
