import { decodeWords } from 'postal-mime'
import { invalidParameter } from './invalid-parameter.ts'

/** A header field: `value` unfolded, `raw` as it was written, without its last line end. */
export type HeaderField = { readonly name: string; readonly value: string; readonly raw: string }

/** A mail with CRLF line ends. The body and each `raw` hold one character per byte, so that nothing is reinterpreted. */
export type RawMessage = { readonly fields: readonly HeaderField[]; readonly body: string }

/** Bytes. */
const sizeLimit = 10 * 1024 * 1024

/** RFC 5322 §3.6: at most one of each. */
const singleFields = ['from', 'sender', 'reply-to', 'to', 'cc', 'bcc', 'subject', 'date', 'message-id']

/** @throws {AwsError} InvalidParameterValue if SES could not deliver the message. */
export function parseRawMessage(data: Buffer): RawMessage {
  if (data.length === 0) throw invalidParameter('Empty raw message.')
  if (data.length > sizeLimit) {
    throw invalidParameter(`Message length is more than ${sizeLimit} bytes long: '${data.length}'.`)
  }
  const lines = data.toString('latin1').split(/\r?\n/)
  const end = lines.indexOf('')
  if (end === -1 || end === lines.length - 1) throw invalidParameter('A blank line must separate header and body.')
  // RFC 5321 §4.5.3.1.6: 1,000 octets including the line end.
  if (lines.some((line) => line.length > 998)) throw invalidParameter('Lines must not be longer than 1000 characters.')
  const header = lines.slice(0, end).join('\r\n')
  const fields = header.split(/\r\n(?![ \t])/).map(parseField)
  return { fields: checkSingle(fields), body: lines.slice(end + 1).join('\r\n') }
}

export function writeRawMessage({ fields, body }: RawMessage): Buffer {
  return Buffer.from(`${fields.map((field) => `${field.raw}\r\n`).join('')}\r\n${body}`, 'latin1')
}

/** @param value Without line ends. */
export function headerField(name: string, value: string): HeaderField {
  return { name, value, raw: `${name}: ${Buffer.from(value).toString('latin1')}` }
}

/** Returns the value of the first field of that name. Names compare without case. */
export function fieldValue(message: Pick<RawMessage, 'fields'>, name: string): string | undefined {
  return message.fields.find((field) => isNamed(field, name))?.value
}

/** Returns the decoded subject. */
export function readSubject(message: Pick<RawMessage, 'fields'>): string {
  return decodeWords(fieldValue(message, 'Subject') ?? '')
}

export function withoutFields(message: RawMessage, ...names: readonly string[]): RawMessage {
  return { ...message, fields: message.fields.filter((field) => !names.some((name) => isNamed(field, name))) }
}

function isNamed(field: HeaderField, name: string): boolean {
  return field.name.toLowerCase() === name.toLowerCase()
}

function parseField(raw: string): HeaderField {
  const colon = raw.indexOf(':')
  const name = raw.slice(0, Math.max(colon, 0)).trimEnd()
  if (name === '') throw invalidParameter('Empty header names are illegal.')
  if (!/^[!-~]+$/.test(name)) throw invalidParameter('Header names must be printable ASCII.')
  const unfolded = raw.slice(colon + 1).replaceAll('\r\n', '')
  return { name, value: Buffer.from(unfolded, 'latin1').toString().trim(), raw }
}

function checkSingle(fields: readonly HeaderField[]): readonly HeaderField[] {
  for (const name of singleFields) {
    const [, second] = fields.filter((field) => isNamed(field, name))
    if (second) throw invalidParameter(`Duplicate header '${second.name}'.`)
  }
  return fields
}
